// Every tool of the board, in real browsers: what somebody makes of them with a mouse or with keys alone, and what
// somebody else sees of it.
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  around,
  canvas,
  click,
  drag,
  hasKeys,
  holds,
  inked,
  objects,
  stroke,
  tools,
  type Place,
} from './boardMoves.ts'
import { openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { inClass, joinBy, ownerTeaches } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let pia: PersonBrowser

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  pia = stack.use(await openPerson(sights.first))
  const room = await ownerTeaches(teacher.page, office, 'Tools')
  await joinBy(pia.page, await office.linkFor(room, 'student'), 'Pia')
  await teacher.page.keyboard.press('b')
  for (const { page } of [teacher, pia]) await canvas(page).waitFor()
  await teacher.page.getByText('All saved').waitFor()
}, 180_000)
afterAll(() => stack.disposeAsync())

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await teacher.page.keyboard.press(key)
}

async function draw(key: string, ...way: readonly Place[]): Promise<void> {
  await press(key)
  await drag(teacher.page, way)
}

const listed = (what: string | RegExp) =>
  expect.poll(async () => (await objects(pia.page)).join('; '), { timeout: patience }).toMatch(what)

/** Of a group of tools, by the flyout that the button of its first opens once that is in hand. */
async function takeFrom(group: string, first: string, tool: string): Promise<void> {
  const { page } = teacher
  const button = tools(page).getByRole('button', { name: first, exact: true })
  await button.click()
  await canvas(page).and(page.locator(':focus')).waitFor()
  await button.click()
  await page.getByRole('dialog', { name: group }).getByRole('button', { name: tool }).click()
  await expect
    .poll(() => page.getByRole('dialog', { name: group }).count(), { timeout: patience })
    .toBe(0)
}

test('shapes are drawn out with lines as wide as before, and connectors stay attached', async () => {
  const { page } = teacher
  await takeFrom('Shapes', 'Line', 'Rectangle')
  await drag(page, [
    [120, 120],
    [220, 200],
  ])
  await inked(page, around([220, 160]))
  await drag(page, [
    [227, 160],
    [300, 160],
  ])
  await inked(page, around([220, 140]), false)
  await inked(page, around([300, 140]))
  await draw('o', [420, 120], [480, 200])
  await draw('x', [250, 160], [450, 160])
  // It begins where a part of the page has been painted anew, and ends at the round edge.
  for (const at of [310, 360, 410]) await inked(page, around([at, 160]))
  await listed('Rectangle by Olga Owner, 1 of 3; Ellipse by Olga Owner, 2 of 3; Connector')
  await press('Escape')
  await drag(page, [
    [450, 120],
    [450, 320],
  ])
  await inked(page, around([360, 160]), false)
  await inked(page, around([360, 285]))
  await press('Delete')
  await holds(pia.page, 2)
  await inked(page, around([360, 285]))
  await press('Control+z', 'Control+z')
  await inked(page, around([410, 160]))
  await shoot(page, 'tools-connector')
  await press('Control+a', 'Delete')
  await holds(pia.page, 0)
})

test('a polygon, a text, a note, and a picture that is pasted or dropped', async () => {
  const { page } = teacher
  await press('y')
  // The first edge is dragged, the last corner clicked.
  await drag(page, [
    [120, 300],
    [200, 300],
  ])
  await click(page, [160, 380])
  await press('Enter', 't')
  await click(page, [120, 450])
  await page.keyboard.type('Grüße')
  await page.keyboard.press('Enter')
  await page.keyboard.type('zweite Zeile')
  await press('Escape', 'Enter')
  await page.keyboard.type('!')
  await press('Escape')
  await listed(/Polygon by Olga Owner, 1 of 2; Text by Olga Owner, 2 of 2: Grüße zweite Zeile!/)
  const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#000' } })
    .png()
    .toBuffer()
  for (const [type, at] of [
    ['paste', 0],
    ['drop', 140],
  ] as const)
    await canvas(page).evaluate(
      (board, { type, bytes, at }) => {
        const data = new DataTransfer()
        const blob = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
        data.items.add(new File([blob], 'black.png', { type: 'image/png' }))
        const { x, y } = board.getBoundingClientRect()
        const how = { bubbles: true, cancelable: true }
        board.dispatchEvent(
          type === 'paste'
            ? new ClipboardEvent('paste', { ...how, clipboardData: data })
            : new DragEvent('drop', {
                ...how,
                dataTransfer: data,
                clientX: x + at,
                clientY: y + at,
              }),
        )
      },
      { type, at, bytes: png.toString('base64') },
    )
  await holds(pia.page, 4)
  await inked(page, around([140, 140]))
  await shoot(page, 'tools-pictures')
  await press('Control+a', 'Delete')
  await holds(pia.page, 0)
})

test('objects are aligned, grouped, put in order, locked and copied to another page', async () => {
  const { page } = teacher
  await draw('r', [120, 120], [180, 180])
  await draw('o', [160, 240], [220, 300])
  await draw('g', [300, 400], [360, 460])
  await press('Control+a')
  await page.getByRole('button', { name: 'Arrange' }).click()
  await page.getByRole('menuitem', { name: 'Align left' }).click()
  await inked(page, around([120, 150]))
  await inked(page, around([120, 270]))
  await inked(page, around([120, 460]))
  await canvas(page).focus()
  await press('Control+g', 'Escape')
  await click(page, [120, 150])
  const pressed = page.getByRole('region', { name: 'What lies on the page' })
  await objects(page)
  await expect
    .poll(() => pressed.getByRole('button', { pressed: true }).count(), { timeout: patience })
    .toBe(3)
  await canvas(page).focus()
  await press('Delete', 'Control+z')
  await holds(pia.page, 3)
  await click(page, [120, 150])
  await press('Control+Shift+g', 'Escape')
  await click(page, [120, 150])
  await press('Control+Shift+ArrowUp')
  await listed(/Ellipse.*1 of 3; Triangle.*2 of 3; Rectangle/)

  await press('Control+Shift+l')
  await listed('Rectangle by Olga Owner, 3 of 3, locked')
  await page.getByRole('button', { name: 'Who may draw' }).click()
  await page.getByLabel('Students on this board').selectOption({ label: 'change everything' })
  await page.getByRole('button', { name: 'Who may draw' }).click()
  await pia.page.getByRole('button', { name: /^Rectangle/ }).click()
  await canvas(pia.page).focus()
  await pia.page.keyboard.press('Shift+ArrowRight')
  await pia.page.getByText('This is locked; only staff can change it.').waitFor()
  const hers = pia.page.getByRole('toolbar', { name: 'What is selected' })
  await hers.getByRole('button', { name: 'Duplicate' }).waitFor()
  expect(await hers.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  await pia.page.getByRole('button', { name: /^Triangle/ }).click()
  await canvas(pia.page).focus()
  await pia.page.keyboard.press('Delete')
  await holds(pia.page, 2)
  await inked(page, around([120, 460]), false)

  await canvas(page).focus()
  await press('Control+a', 'Control+c')
  await page.getByRole('button', { name: 'Add a page' }).click()
  await page.getByRole('application', { name: /page 2 of 2/ }).waitFor()
  await page.getByText('All saved').waitFor()
  // What is in the hand goes along.
  await tools(page).getByRole('button', { name: 'Select', pressed: true }).waitFor()
  await canvas(page).focus()
  await press('Control+v', 'Control+v')
  await pia.page.getByRole('application', { name: /page 2 of 2/ }).waitFor()
  await holds(pia.page, 4)
  await press('PageUp')
  await pia.page.getByRole('application', { name: /page 1 of 2/ }).waitFor()
  await page.getByRole('application', { name: /page 1 of 2/ }).waitFor()
  await hasKeys(page)
  await holds(pia.page, 2)
})

/** Runs in the page: whether the red of a laser is to be seen. */
const lasers = (canvases: (SVGElement | HTMLElement)[]) =>
  canvases.some((one) => {
    if (!(one instanceof HTMLCanvasElement)) return false
    const data = one.getContext('2d')?.getImageData(0, 0, one.width, one.height).data ?? []
    for (let at = 0; at < data.length; at += 4)
      if ((data[at] ?? 0) > 200 && (data[at + 1] ?? 255) < 80 && (data[at + 3] ?? 0) > 200)
        return true
    return false
  })

test('others see a laser, and what is dragged before it is let go', async () => {
  const { page } = teacher
  await canvas(page).focus()
  await press('k')
  await drag(page, [[200, 350]], true)
  let turn = 0
  const seen = async () => {
    turn += 1
    await page.mouse.move(220 + 60 * (turn % 2), 420, { steps: 3 })
    return pia.page.locator('canvas').evaluateAll(lasers)
  }
  await expect.poll(seen, { timeout: patience, interval: 40 }).toBe(true)
  await page.mouse.up()
  await press('Escape')
  await page.getByRole('button', { name: 'Snap to the grid' }).click()
  await hasKeys(page)
  await inked(pia.page, around([120, 150]))
  await drag(
    page,
    [
      [120, 150],
      [333, 152],
    ],
    true,
  )
  await inked(pia.page, around([333, 150]))
  await inked(pia.page, around([120, 150]), false)
  await page.mouse.up()
  await inked(pia.page, around([333, 150]))
})

const hears = (page: Page, what: string) =>
  expect
    .poll(() => page.locator('[aria-live=polite][aria-atomic]').innerText(), { timeout: patience })
    .toMatch(what)

test('everything is done by keys alone, and heard', async () => {
  const { page } = teacher
  await page.getByRole('button', { name: 'Board', exact: true }).focus()
  await press('b')
  await canvas(page).waitFor({ state: 'detached' })
  await press('b')
  await hasKeys(page)
  await page.getByText('All saved').waitFor()
  // What was done before is undone still.
  await tools(page).getByRole('button', { name: 'Undo', disabled: false }).waitFor()
  await press('Control+z')
  await inked(pia.page, around([120, 150]))
  await press('Control+Shift+z')
  await inked(pia.page, around([333, 150]))
  await objects(page)
  await canvas(page).focus()
  await press('Escape')
  await page.getByRole('region', { name: 'What lies on the page' }).waitFor({ state: 'detached' })
  await press('a')
  await hears(page, 'Arrow')
  await press('Enter')
  await hears(page, 'Arrow by Olga Owner, 3 of 3')
  await press('Shift+ArrowUp', '+', '>', 'Tab')
  await hears(page, '1 of 3')
  await press('?')
  await page.getByRole('dialog').getByText('On the board').waitFor()
  await shoot(page, 'tools-keys')
  await press('Escape')
  await canvas(page).focus()
  await press('Control+z', 'Control+z', 'Control+z', 'Control+z')
  await holds(pia.page, 2)

  await press('d')
  await stroke(page, [0.2, 0.8], [0.5, 0.8])
  await holds(pia.page, 3)
  await press('u')
  await stroke(page, [0.35, 0.7], [0.36, 0.95])
  await holds(pia.page, 4)
  await press('Control+z')
  await holds(pia.page, 3)
})

test('nothing is lost that is done before the tools have come', async () => {
  const { page } = teacher
  const { promise: held, resolve: come } = Promise.withResolvers<null>()
  await page.route(/\/assets\/kit-[^/]+\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await page.reload()
  await inClass(page)
  await canvas(page).waitFor()
  await page.getByText('All saved').waitFor()
  await canvas(page).focus()
  await draw('r', [500, 120], [560, 180])
  await press('a', 'Enter', 'e')
  come(null)
  await holds(pia.page, 5)
  for (const { complaints } of [teacher, pia]) expect(complaints).toEqual([])
})
