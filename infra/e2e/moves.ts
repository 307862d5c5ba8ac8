// What a person does and sees in a class, in the words of the English client: by roles and names, as a
// screen reader finds them.
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { Browser as Caller } from '../../server/http/testing/site.ts'
import type { RoomId } from '../../shared/ids.ts'
import { coloursSeen, looksLike, soundsLike, tonesHeard } from './browser.ts'
import type { Sight } from './media.ts'
import { sessionCookie, type Office } from './school.ts'

/** A button of the dock by its word, whatever count stands on it. */
export function dock(page: Page, word: string): Locator {
  return page.locator('#dock').getByRole('button', { name: new RegExp(`^${word}(?: \\d.*)?$`) })
}

export async function inClass(page: Page): Promise<void> {
  await dock(page, 'Leave').waitFor()
}

/** Through the green room of an open link. */
export async function join(page: Page, name: string | null): Promise<void> {
  if (name !== null) await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await inClass(page)
}

export async function joinBy(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await join(page, name)
}

/** As whoever is signed in at this caller. */
export async function signIn(context: BrowserContext, url: string, account: Caller): Promise<void> {
  const value = account.cookies.get(sessionCookie) ?? ''
  await context.addCookies([{ name: sessionCookie, value, url }])
}

/** The owner teaches a class of their own, which starts with it. */
export async function ownerTeaches(page: Page, office: Office, title: string): Promise<RoomId> {
  await signIn(page.context(), office.url, office.owner)
  const room = await office.newClass(title)
  await page.goto(`${office.url}/c/${room}`)
  await page.getByRole('button', { name: /^(Join|Go in)$/ }).click()
  await inClass(page)
  return room
}

export async function openPanel(page: Page, panel: 'People' | 'Chat'): Promise<void> {
  const button = dock(page, panel)
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
  await page.getByRole('tab', { name: panel, selected: true }).waitFor()
}

export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByLabel('Write to everybody')
  await box.fill(text)
  await box.press('Enter')
}

/** The texts of the chat from top to bottom, without what is still on its way. */
export function chatTexts(page: Page): Promise<string[]> {
  return page.getByRole('log').locator('li.message .text').allInnerTexts()
}

/** One of the acts in the menu of a person in the list of people. */
export async function actOn(page: Page, name: string, act: string): Promise<void> {
  await openPanel(page, 'People')
  await page.getByRole('button', { name: `Options for ${name}` }).click()
  await page.getByRole('menuitem', { name: act }).click()
}

export async function teach(page: Page, act: string): Promise<void> {
  await dock(page, 'Teach').click()
  await page.getByRole('menuitem', { name: act }).click()
}

export async function isPressed(button: Locator): Promise<boolean> {
  return (await button.getAttribute('aria-pressed')) === 'true'
}

export async function sees(page: Page, { rgb }: Sight): Promise<boolean> {
  return (await coloursSeen(page)).some((seen) => looksLike(seen, rgb))
}

export async function hears(page: Page, { tone }: Pick<Sight, 'tone'>): Promise<boolean> {
  return (await tonesHeard(page)).some((heard) => soundsLike(heard, tone))
}

/** A tile of somebody, by the words that describe it. */
export function tile(page: Page, name: string): Locator {
  return page.getByRole('article', { name: new RegExp(`^${name}`) })
}
