// Links that do not work any more say so in plain words, with what to do.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
let person: PersonBrowser

beforeAll(async () => {
  person = await openPerson(null)
})
afterAll(() => person[Symbol.asyncDispose]())

async function says(link: string, title: string, advice: RegExp): Promise<void> {
  const { page } = person
  await page.goto(link)
  await page.getByRole('heading', { name: title }).waitFor()
  await page.getByText(advice).first().waitFor()
  await shoot(page, `link-${title}`)
}

test('expired', async () => {
  const room = await office.newClass()
  const expiresAt = Date.now() + 1_500
  const body = { role: 'student' as const, expiresAt }
  const { invite } = await office.owner.call('invites.make', { params: { room }, body })
  await expect.poll(() => Date.now(), { timeout: patience }).toBeGreaterThan(expiresAt)
  await says(invite.url, 'This link has expired', /Ask the person who sent it for a new one/)
})

test('revoked', async () => {
  const room = await office.newClass()
  const body = { role: 'student' as const }
  const { invite } = await office.owner.call('invites.make', { params: { room }, body })
  await office.owner.call('invites.revoke', { params: { room, invite: invite.id } })
  await says(invite.url, 'This link no longer works', /Ask the person who sent it for a new one/)
})

test('for another class', async () => {
  const other = await office.newClass('Other')
  const link = new URL(await office.linkFor(await office.newClass(), 'student'))
  link.pathname = `/c/${other}`
  await says(link.href, 'This link is for another class', /Open the link from the invitation/)
})

test('tampered with', async () => {
  const link = new URL(await office.linkFor(await office.newClass(), 'student'))
  const invite = link.searchParams.get('invite') ?? ''
  const last = invite.at(-1) === 'A' ? 'B' : 'A'
  link.searchParams.set('invite', invite.slice(0, -1) + last)
  await says(link.href, 'This link is damaged', /Copy the whole link/)
})

test('no link at all', async () => {
  const room = await office.newClass()
  await says(`${office.url}/c/${room}`, 'You need an invitation', /Open the link you were sent/)
})
