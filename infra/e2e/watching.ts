// What a person does and sees of a broadcast: whoever teaches gets an encoder on air, and everybody has a player.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { Publisher } from '../test/hls/publisher.ts'
import { patience } from './browser.ts'
import { teach } from './moves.ts'

export const until = { timeout: patience, interval: 100 }

export const encoderDialog = (page: Page) =>
  page.getByRole('dialog', { name: 'Stream from an encoder' })

export const player = (page: Page) => page.getByRole('region', { name: 'Player of the broadcast' })

const video = (page: Page) => player(page).locator('video')

export const timeOf = (page: Page): Promise<number> =>
  video(page).evaluate((one: HTMLVideoElement) => one.currentTime)

export const isMuted = (page: Page): Promise<boolean> =>
  video(page).evaluate((one: HTMLVideoElement) => one.muted)

/** Its time goes on. */
export async function plays(page: Page): Promise<void> {
  await video(page).waitFor({ timeout: patience })
  const before = await timeOf(page)
  await expect.poll(() => timeOf(page), until).toBeGreaterThan(before + 1)
}

/** How many seconds behind it says it is. */
export async function behind(page: Page): Promise<number> {
  const words = await player(page)
    .getByText(/s behind$/)
    .innerText()
  return Number.parseFloat(words.replace('Live', ''))
}

export const seekBar = (page: Page) => page.getByRole('slider', { name: /^Where you are/ })

/** So many seconds were sent since it began. */
export async function lasted(page: Page, seconds: number): Promise<void> {
  const length = () => seekBar(page).evaluate((bar: HTMLInputElement) => +bar.max - +bar.min)
  await expect.poll(length, { ...until, timeout: patience * 3 }).toBeGreaterThan(seconds * 1_000)
}

/** The dialog is open before and after; its address with the secret of the key. */
export async function makeKey(page: Page, label: string): Promise<string> {
  const dialog = encoderDialog(page)
  await dialog.getByLabel('What it is for').fill(label)
  await dialog.getByRole('button', { name: /^Make (a|another) key$/ }).click()
  const server = await dialog.getByLabel('Server').first().inputValue()
  const secret = await dialog.getByLabel(`Stream key: ${label}`).inputValue()
  return `${server}/${secret}`
}

/** An encoder with a fresh key, sending to the class of this page. */
export async function goOnAir(page: Page): Promise<Publisher> {
  await teach(page, 'Stream from an encoder')
  const publisher = new Publisher(await makeKey(page, 'OBS in the hall'))
  await encoderDialog(page).getByText('On air').waitFor()
  await page.keyboard.press('Escape')
  return publisher
}
