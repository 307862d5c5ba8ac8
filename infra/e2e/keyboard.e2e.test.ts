// The whole way of a student without a pointer.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPerson, patience } from './browser.ts'
import { sights } from './media.ts'
import { chatTexts, dock, inClass, isPressed } from './moves.ts'
import { sharedOffice } from './office.ts'

const poll = { timeout: patience }
const furthest = 60

const hasFocus = (target: Locator) =>
  target.evaluate((element) => element === document.activeElement)

/** Presses Tab until the target has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < furthest; presses += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${String(target)} is not reached by Tab`)
}

test('a student joins, writes, mutes, raises a hand and leaves by keyboard alone', async () => {
  const office = sharedOffice()
  await using person = await openPerson(sights.first)
  const { page, complaints } = person
  const { keyboard } = page
  await page.goto(await office.linkFor(await office.newClass(), 'student'))
  await tabTo(page, page.getByLabel('Your name'))
  await keyboard.type('Kim')
  await keyboard.press('Enter')
  await inClass(page)
  await expect.poll(() => isPressed(dock(page, 'Microphone')), poll).toBe(true)

  await keyboard.press('l')
  await page.getByRole('tab', { name: 'People', selected: true }).waitFor()
  await keyboard.press('c')
  await tabTo(page, page.getByLabel('Write to everybody'))
  // Keys never act while one types.
  await keyboard.type('mmm vvv h')
  await keyboard.press('Enter')
  await expect.poll(() => chatTexts(page), poll).toEqual(['mmm vvv h'])
  expect(await isPressed(dock(page, 'Microphone'))).toBe(true)
  expect(await dock(page, 'Raise hand').count()).toBe(1)

  await tabTo(page, dock(page, 'Microphone'))
  await keyboard.press('m')
  await expect.poll(() => isPressed(dock(page, 'Microphone')), poll).toBe(false)
  await keyboard.press('h')
  await dock(page, 'Lower hand').waitFor()

  await keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard' })
  await help.waitFor()
  await keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  expect(await hasFocus(page.locator('body')), 'the focus is not lost').toBe(false)

  await tabTo(page, dock(page, 'Leave'))
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'You have left' }).waitFor()
  expect(complaints).toEqual([])
})
