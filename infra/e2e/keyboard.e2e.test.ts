// The whole way of a student without a pointer.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openContext, openPerson, patience } from './browser.ts'
import { sights } from './media.ts'
import { chatTexts, dock, inClass, isPressed, joinBy, openPanel, teach } from './moves.ts'
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

test('who names and places by keyboard stays with what they named, and with whom they placed', async () => {
  const office = sharedOffice()
  const room = await office.newClass()
  await using person = await openPerson(null)
  const { page } = person
  const { keyboard } = page
  const student = await (await openContext(person.browser)).newPage()
  await joinBy(student, await office.linkFor(room, 'student'), 'Finn')
  await joinBy(page, await office.linkFor(room, 'instructor'), 'Tess')

  await openPanel(page, 'People')
  const options = page.getByRole('button', { name: /^Options for Tess/ })
  for (const name of ['Theresa', 'Tess']) {
    await options.or(page.getByRole('button', { name: 'Options for Theresa' })).focus()
    await keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Change my name' }).focus()
    await keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Your name').fill(name)
    await keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const renamed = page.getByRole('button', { name: `Options for ${name}` })
    await expect.poll(() => hasFocus(renamed), poll).toBe(true)
  }

  await teach(page, 'Breakout rooms')
  const dialog = page.getByRole('dialog', { name: 'Breakout rooms' })
  await dialog.getByRole('button', { name: 'Arrange first' }).press('Enter')
  await dialog.getByRole('button', { name: 'Rename Room 1' }).press('Enter')
  await keyboard.type('Owls')
  await keyboard.press('Enter')
  const pencil = dialog.getByRole('button', { name: 'Rename Owls' })
  await expect.poll(() => hasFocus(pencil), poll).toBe(true)
  await keyboard.press('Enter')
  await keyboard.press('Escape')
  await expect.poll(() => hasFocus(pencil), poll).toBe(true)

  const place = dialog.getByLabel('Where Finn is')
  for (const label of ['The class', 'Owls', 'Room 2']) {
    await place.focus()
    await place.selectOption({ label })
    await dialog
      .getByRole('region', { name: label === 'The class' ? 'With the class' : label, exact: true })
      .getByText('Finn')
      .first()
      .waitFor()
    await expect.poll(() => hasFocus(place), poll).toBe(true)
  }

  await dialog.getByRole('button', { name: 'Remove Owls' }).press('Enter')
  const undo = dialog.getByRole('button', { name: 'Undo' })
  await expect.poll(() => hasFocus(undo), poll).toBe(true)
  await keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Rename Owls' }).waitFor()
  await dialog.getByRole('button', { name: 'Begin anew' }).press('Enter')
  await expect.poll(() => hasFocus(dialog.getByLabel('Number of rooms')), poll).toBe(true)
  await keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => hasFocus(dock(page, 'Teach')), poll).toBe(true)
})
