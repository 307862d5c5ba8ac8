// A student with a phone: everything is under the thumb, and nothing is wider than the screen.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPerson, patience, phone, shoot } from './browser.ts'
import { sights } from './media.ts'
import { chatTexts, dock, joinBy, openPanel, say } from './moves.ts'
import { sharedOffice } from './office.ts'

const width = 375

async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  const buttons = await page.getByRole('button').filter({ visible: true }).all()
  for (const button of buttons) {
    const box = await button.boundingBox()
    if (box === null) continue
    const name = await button.innerText()
    expect(box.x, name).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width, name).toBeLessThanOrEqual(width)
  }
}

test('a student on a phone joins, writes, raises a hand and leaves', async () => {
  const office = sharedOffice()
  const link = await office.linkFor(await office.newClass(), 'student')
  await using person = await openPerson(sights.first, phone)
  const { page, complaints } = person
  await page.goto(link)
  await page.getByLabel('Your name').waitFor()
  await fits(page)
  await shoot(page, 'phone-green-room')
  await joinBy(page, link, 'Pia')
  await fits(page)
  await shoot(page, 'phone-class')

  await openPanel(page, 'Chat')
  await say(page, 'Hello from the tram')
  await expect.poll(() => chatTexts(page), { timeout: patience }).toEqual(['Hello from the tram'])
  await fits(page)
  await shoot(page, 'phone-chat')

  await dock(page, 'Raise hand').click()
  await dock(page, 'Lower hand').waitFor()
  await openPanel(page, 'People')
  await page.getByRole('region', { name: 'Raised hands' }).getByText('Pia').waitFor()
  await fits(page)
  await shoot(page, 'phone-people')

  await dock(page, 'Leave').click()
  await page.getByRole('heading', { name: 'You have left' }).waitFor()
  await fits(page)
  expect(complaints).toEqual([])
})
