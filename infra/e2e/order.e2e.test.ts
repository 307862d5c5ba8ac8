// Keeping order in a browser: the lobby lets people in one by one, a disturber is out with two clicks and
// back with one, and a ban says at the door why and until when.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seriousFindings } from './axe.ts'
import { openContext, openPerson, patience, phone, shoot } from './browser.ts'
import { sights } from './media.ts'
import { chatTexts, dock, inClass, joinBy, openPanel, say, teach } from './moves.ts'
import { sharedOffice } from './office.ts'

const choose = (page: Page, word: string) => page.getByRole('menuitem', { name: word }).click()

async function optionsFor(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Options for ${name}` }).click()
}

async function wait(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
}

test('the lobby lets people in one by one, in their order', async () => {
  const office = sharedOffice()
  const room = await office.newClass('Lobby')
  await using teacher = await openPerson(sights.teacher)
  await using first = await openPerson(sights.first, phone)
  const { page } = teacher
  await joinBy(page, await office.linkFor(room, 'instructor'), 'Tara')
  await teach(page, 'Who comes in…')
  await page.getByLabel('Newcomers').selectOption('ask')
  await page.getByLabel('What those who wait should read').fill('Bring a pencil.')
  await shoot(page, 'order-lobby-dialog')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const link = await office.linkFor(room, 'student')
  await wait(first.page, link, 'Finn')
  await first.page.getByText('The teacher lets people in one by one.').waitFor()
  await first.page.getByText('Bring a pencil.').waitFor()
  await first.page.getByText('You are next.').waitFor()
  const second = await (await openContext(first.browser, phone)).newPage()
  await wait(second, link, 'Sara')
  await second.getByText('1 person came before you.').waitFor()
  await shoot(second, 'order-waiting-phone')
  expect(await seriousFindings(second)).toEqual([])

  await openPanel(page, 'People')
  await page.getByRole('heading', { name: '2 wait to come in' }).waitFor()
  await shoot(page, 'order-waiting-list')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Let in Finn' }).click()
  await inClass(first.page)
  await second.getByText('You are next.').waitFor()
  await page.getByRole('button', { name: 'Turn Sara away' }).click()
  await second.getByRole('heading', { name: 'You were not let in' }).waitFor()
  await page.getByText('Sara was turned away.').waitFor()
  expect(teacher.complaints).toEqual([])
})

test('a disturber is out with two clicks, back with one, and banned with a reason', async () => {
  const office = sharedOffice()
  const room = await office.newClass('Order')
  await using teacher = await openPerson(sights.teacher)
  await using student = await openPerson(sights.first)
  const { page } = teacher
  const other = student.page
  await joinBy(page, await office.linkFor(room, 'instructor'), 'Tara')
  await joinBy(other, await office.linkFor(room, 'student'), 'Finn')
  await openPanel(page, 'People')
  await page.getByText('Finn').first().waitFor()

  await optionsFor(page, 'Finn')
  await shoot(page, 'order-person-menu')
  await choose(page, 'Remove')
  await page.getByText('Finn was removed.').waitFor()
  await other.getByRole('heading', { name: 'You were removed' }).waitFor()
  await shoot(other, 'order-removed')
  await page.getByRole('button', { name: 'Undo' }).click()
  await other.getByRole('button', { name: 'Come back' }).click()
  await inClass(other)

  await optionsFor(page, 'Finn')
  await choose(page, 'Restrict…')
  await page.getByText('Write in the chat').click()
  await shoot(page, 'order-restrict-one')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await openPanel(other, 'Chat')
  await other.getByText('You cannot write here now.').waitFor()

  await openPanel(page, 'People')
  await optionsFor(page, 'Finn')
  await choose(page, 'Warn…')
  await page.getByLabel('Reason').fill('Be kind.')
  await page.getByRole('button', { name: 'Warn', exact: true }).click()
  await other.getByText('Staff warn you: Be kind.').waitFor()
  await shoot(other, 'order-warned')

  await optionsFor(page, 'Finn')
  await choose(page, 'Ban…')
  await page.getByLabel('Reason').fill('Threats.')
  await shoot(page, 'order-ban')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Ban', exact: true }).click()
  await other.getByRole('heading', { name: 'You are not let into this class' }).waitFor()
  await other.getByText(/banned you until .* Reason: Threats\./).waitFor()
  await other.getByRole('button', { name: 'Come back' }).click()
  await other.getByRole('heading', { name: 'You are not let into this class' }).waitFor()
  await shoot(other, 'order-banned-door')

  await teach(page, 'Reports and record…')
  await page.getByRole('tab', { name: 'Record' }).click()
  await page.getByText('Finn banned').waitFor()
  await page.getByText('Finn warned').waitFor()
  await shoot(page, 'order-record')
  await page.getByRole('tab', { name: 'Bans' }).click()
  await page.getByRole('button', { name: 'Lift the ban of Finn' }).click()
  await page.getByText('Nobody is banned.').waitFor()
})

test('what students report comes to staff with what it is about', async () => {
  const office = sharedOffice()
  const room = await office.newClass('Reports')
  await using teacher = await openPerson(sights.teacher, phone)
  await using student = await openPerson(sights.first)
  const { page } = teacher
  await joinBy(page, await office.linkFor(room, 'instructor'), 'Tara')
  await joinBy(student.page, await office.linkFor(room, 'student'), 'Finn')
  const rude = await (await openContext(student.browser)).newPage()
  await joinBy(rude, await office.linkFor(room, 'student'), 'Rudi')
  await openPanel(rude, 'Chat')
  await say(rude, 'You are all silly')
  await openPanel(student.page, 'Chat')
  await expect
    .poll(() => chatTexts(student.page), { timeout: patience })
    .toEqual(['You are all silly'])
  await student.page.getByText('You are all silly').hover()
  await student.page.getByRole('button', { name: 'Report the message of Rudi to staff' }).click()
  await student.page.getByLabel('What is wrong?').fill('Insult')
  await shoot(student.page, 'order-flag')
  await student.page.getByRole('button', { name: 'Report', exact: true }).click()
  await student.page.getByText('Staff will look at it.').waitFor()

  await openPanel(page, 'People')
  await page.getByRole('button', { name: '1 report to look at' }).click()
  await page.getByText('Finn reports Rudi').waitFor()
  await page.getByRole('dialog').getByText('You are all silly').waitFor()
  await shoot(page, 'order-flags-phone')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Nobody has reported anything.').waitFor()

  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await teach(page, 'Restrict…')
  await shoot(page, 'order-restrict-all-phone')
  await page.getByLabel('Pause between two messages of one person').selectOption('30')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await say(student.page, 'first')
  await student.page.getByText(/You can write again in \d+ s\./).waitFor()
  expect(await dock(page, 'People').count()).toBe(1)
})
