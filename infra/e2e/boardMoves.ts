// What people do with a board in a browser.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { patience } from './browser.ts'

export const canvas = (page: Page) => page.getByRole('application', { name: /^Board: / })

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
