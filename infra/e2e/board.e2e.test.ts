// The board in class, in real browsers: whoever teaches and a student draw on one page, see each other's
// strokes and names, each takes back only what is theirs, and a right that is taken away is gone at once.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../shared/ids.ts'
import { openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { inClass, joinBy } from './moves.ts'
import { sharedOffice } from './office.ts'
import { sessionCookie } from './school.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let pia: PersonBrowser
let room: RoomId

const canvas = (page: Page) => page.getByRole('application', { name: /^Board: / })

async function objects(page: Page): Promise<string[]> {
  const list = page.getByRole('region', { name: 'What lies on the page' })
  if ((await list.count()) === 0)
    await page.getByRole('button', { name: 'List of objects' }).click()
  return list.getByRole('button').allInnerTexts()
}

const holds = (page: Page, count: number) =>
  expect.poll(async () => (await objects(page)).length, { timeout: patience }).toBe(count)

/** A stroke across the page, from and to in parts of its size. */
async function stroke(page: Page, [x0, y0]: [number, number], [x1, y1]: [number, number]) {
  const box = await canvas(page).boundingBox()
  if (box === null) throw new Error('there is no board')
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
  await page.mouse.move(...at(x0, y0))
  await page.mouse.down()
  for (let step = 1; step <= 12; step += 1) {
    const part = step / 12
    const wave = Math.sin(part * 9) * 0.04
    await page.mouse.move(...at(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part + wave))
  }
  await page.mouse.up()
}

const take = (page: Page, tool: string) =>
  page
    .getByRole('toolbar', { name: 'Tools of the board' })
    .getByRole('button', { name: tool })
    .click()

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  pia = stack.use(await openPerson(sights.first))
  const value = office.owner.cookies.get(sessionCookie) ?? ''
  await teacher.page.context().addCookies([{ name: sessionCookie, value, url: office.url }])
  const started = await office.owner.call('classes.startNow', { body: { title: 'Drawing' } })
  room = started.class.room
  await teacher.page.goto(`${office.url}/c/${room}`)
  await teacher.page.getByRole('button', { name: /^(Join|Go in)$/ }).click()
  await inClass(teacher.page)
  await joinBy(pia.page, await office.linkFor(room, 'student'), 'Pia')
}, 180_000)
afterAll(() => stack.disposeAsync())

test('one press opens a board for all, and a stroke is seen by all', async () => {
  await teacher.page.keyboard.press('b')
  await canvas(teacher.page).waitFor()
  await canvas(pia.page).waitFor()
  await teacher.page.getByText('All saved').waitFor()
  await pia.page.getByText('You can look').waitFor()
  await take(teacher.page, 'Pen')
  await stroke(teacher.page, [0.2, 0.3], [0.6, 0.4])
  await holds(pia.page, 1)
  await shoot(teacher.page, 'board-teacher')
  await shoot(pia.page, 'board-student')
  for (const { complaints } of [teacher, pia]) expect(complaints).toEqual([])
})
