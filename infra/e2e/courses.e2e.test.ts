// Courses from the first press to a calendar: modules and lessons, a weekly class in a time zone, members
// from a pasted list and from a file; and a guest who keeps what they did.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPerson, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { dock, joinBy } from './moves.ts'
import { sharedOffice } from './office.ts'
import { ownerLogin, testPassword } from './school.ts'

const office = sharedOffice()
const stamp = Date.now().toString(36)
const title = `Physics ${stamp}`
let owner: PersonBrowser

async function addTitle(button: string, label: string, value: string): Promise<void> {
  const { page } = owner
  await page.getByRole('button', { name: button }).last().click()
  await page.getByLabel(label).fill(value)
  await page.getByLabel(label).press('Enter')
  await page.getByText(value, { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
}

beforeAll(async () => {
  owner = await openPerson(null)
})
afterAll(() => owner[Symbol.asyncDispose]())

describe('a course', () => {
  test('its teacher signs in with a password and makes it', async () => {
    const { page } = owner
    await page.goto(`${office.url}/sign-in`)
    await page.getByLabel('E-mail address or user name').fill(ownerLogin)
    await page.getByLabel('Password', { exact: true }).fill(testPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'New course' }).click()
    await page.getByLabel('Title of the course').fill(title)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  })

  test('has modules and lessons', async () => {
    await addTitle('New module', 'Title of the module', 'Mechanics')
    await addTitle('New lesson', 'Title of the lesson', 'Levers')
    await shoot(owner.page, 'course')
    await owner.page.getByRole('link', { name: 'Levers' }).click()
    await owner.page.getByRole('heading', { name: 'Levers', level: 1 }).waitFor()
  })

  test('has a weekly class on the clock of another place, with a calendar file', async () => {
    const { page } = owner
    await page.getByRole('button', { name: 'Plan a class' }).click()
    await page.getByLabel('Begins').fill('2027-03-01T09:00')
    await page.getByLabel('Minutes').fill('45')
    await page.getByLabel('Time zone').fill('America/New_York')
    await page.getByRole('switch', { name: 'Repeat weekly' }).press('Space')
    await page.getByLabel('Until').selectOption({ label: 'a number of classes' })
    await page.getByLabel('How many classes').fill('3')
    await shoot(page, 'course-plan')
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByText('The class is planned.').waitFor()
    const menus = page.getByRole('button', { name: 'More about “Levers”' })
    await menus.first().waitFor()
    await menus.first().click()
    const file = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Calendar file' }).click()
    const text = await readFile(await (await file).path(), 'utf8')
    // Nine in the morning there, before and after the clocks change.
    expect(text).toContain('DTSTART:20270301T140000Z')
    expect(text).toContain('DTSTART:20270315T130000Z')
    await shoot(page, 'lesson')
  })

  test('takes members from a pasted list and from a file', async () => {
    const { page } = owner
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByRole('button', { name: 'Add people' }).click()
    await page.getByRole('tab', { name: 'Pasted list' }).click()
    await page.getByLabel('One person per line').fill(`Ada Lovelace <ada-${stamp}@example.org>`)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('1 line').waitFor()
    await shoot(page, 'course-import')
    await page.getByRole('button', { name: 'Add more' }).click()
    await page.getByRole('tab', { name: 'CSV file' }).click()
    await page.getByLabel('File with a header line').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`login,name\ngrace-${stamp},Grace Hopper\nalan-${stamp},Alan Turing\n`),
    })
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('2 lines').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    for (const name of ['Ada Lovelace', 'Grace Hopper', 'Alan Turing'])
      await page.getByText(name, { exact: true }).waitFor()
    expect(owner.complaints).toEqual([])
  })
})

test('a guest who keeps their progress has an account with the seat', async () => {
  const room = await office.newClass(`Kept ${stamp}`)
  await using guest = await openPerson(sights.first)
  const { page, complaints } = guest
  await joinBy(page, await office.linkFor(room, 'student'), 'Gwen')
  await dock(page, 'Leave').click()
  await page.getByRole('link', { name: 'Keep your progress' }).click()
  await page.getByLabel('Your name').fill('Gwen Guest')
  await page.getByLabel('E-mail address or user name').fill(`gwen-${stamp}`)
  await page.getByLabel('Password', { exact: true }).fill(testPassword)
  await page.getByRole('button', { name: 'Make an account' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.getByText(`Kept ${stamp}`).first().waitFor()
  expect(complaints).toEqual([])
})
