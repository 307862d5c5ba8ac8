// What people do with a board in a browser.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { patience } from './browser.ts'

export const canvas = (page: Page) => page.getByRole('application', { name: /^Board: / })

/** Until the board has the keys. */
export const hasKeys = (page: Page) =>
  expect
    .poll(() => canvas(page).evaluate((board) => board === document.activeElement), {
      timeout: patience,
    })
    .toBe(true)

export async function objects(page: Page): Promise<string[]> {
  const list = page.getByRole('region', { name: 'What lies on the page' })
  if ((await list.count()) === 0)
    await page.getByRole('button', { name: 'List of objects' }).click()
  return list.getByRole('button').allInnerTexts()
}

export const holds = (page: Page, count: number) =>
  expect.poll(async () => (await objects(page)).length, { timeout: patience }).toBe(count)

/** A stroke across the page, from and to in parts of its size. */
export async function stroke(page: Page, [x0, y0]: [number, number], [x1, y1]: [number, number]) {
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

export const tools = (page: Page) => page.getByRole('toolbar', { name: 'Tools of the board' })
export const take = (page: Page, tool: string) =>
  tools(page).getByRole('button', { name: tool }).click()

/** Takes files for the page. The chat and the list of pages take some too, and may be there before it. */
export const picked = (page: Page) => tools(page).locator('input[type=file]')

export type Place = readonly [x: number, y: number]

/** Of the page of a board, in CSS pixels. */
async function placeOn(page: Page, [x, y]: Place): Promise<Place> {
  const box = await canvas(page).boundingBox()
  if (box === null) throw new Error('there is no board')
  return [box.x + x, box.y + y]
}

export async function click(page: Page, at: Place): Promise<void> {
  await page.mouse.click(...(await placeOn(page, at)))
}

/** From place to place with the button held, and there let go unless it is to be held on. */
export async function drag(page: Page, [from, ...way]: readonly Place[], holding = false) {
  if (from !== undefined) await page.mouse.move(...(await placeOn(page, from)))
  await page.mouse.down()
  for (const to of way) await page.mouse.move(...(await placeOn(page, to)), { steps: 4 })
  if (!holding) await page.mouse.up()
}

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Runs in the page: whether something is drawn in this area of it that is as dark as ink. */
function darkIn(canvases: (SVGElement | HTMLElement)[], area: Area): boolean {
  return canvases.some((one) => {
    if (!(one instanceof HTMLCanvasElement)) return false
    const box = one.getBoundingClientRect()
    const scale = one.width / box.width
    const [x, y] = [(area.x - box.x) * scale, (area.y - box.y) * scale]
    const context = one.getContext('2d')
    const data = context?.getImageData(x, y, area.width * scale, area.height * scale).data ?? []
    for (let i = 0; i < data.length; i += 4)
      if (Math.max(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0) < 70 && data[i + 3] === 255)
        return true
    return false
  })
}

/** Until black ink is seen in an area of the page; or is not. */
export async function inked(page: Page, area: Area, is = true): Promise<void> {
  const [x, y] = await placeOn(page, [area.x, area.y])
  const look = () => page.locator('canvas').evaluateAll(darkIn, { ...area, x, y })
  await expect.poll(look, { timeout: patience, interval: 40 }).toBe(is)
}

/** A little square around a place. */
export const around = ([x, y]: Place): Area => ({ x: x - 7, y: y - 7, width: 14, height: 14 })
