// The language is the browser's until one chooses another, which stays.
import { expect, test } from 'vitest'
import { desktop, openPerson } from './browser.ts'
import { sights } from './media.ts'
import { dock, inClass } from './moves.ts'
import { sharedOffice } from './office.ts'

test('a German browser is answered in German, and can be switched to English for good', async () => {
  const office = sharedOffice()
  await using person = await openPerson(sights.first, { ...desktop, locale: 'de-DE' })
  const { page, complaints } = person
  await page.goto(await office.linkFor(await office.newClass(), 'student'))
  await page.getByLabel('Ihr Name').fill('Gerda')
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
  await page.getByRole('button', { name: 'Teilnehmen', exact: true }).click()
  await dock(page, 'Gehen').waitFor()

  await dock(page, 'Mehr').click()
  await page.getByRole('menuitemcheckbox', { name: 'English' }).click()
  await inClass(page)
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  await page.reload()
  await inClass(page)
  expect(complaints).toEqual([])
})
