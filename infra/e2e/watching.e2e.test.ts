// Whoever watches a broadcast: near what is live, back and forth, beside a board, on a phone, and from the beginning for
// whoever comes late; and staff with its keys.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../shared/ids.ts'
import { seriousFindings } from './axe.ts'
import { openPerson, phone, shoot, type PersonBrowser } from './browser.ts'
import { dock, joinBy, ownerTeaches, teach } from './moves.ts'
import { sharedOffice } from './office.ts'
import {
  behind,
  encoderDialog,
  goOnAir,
  isMuted,
  lasted,
  makeKey,
  player,
  plays,
  seekBar,
  until,
} from './watching.ts'

const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let room: RoomId

beforeAll(async () => {
  teacher = stack.use(await openPerson(null))
  room = await ownerTeaches(teacher.page, sharedOffice(), 'Optics')
  stack.use(await goOnAir(teacher.page))
}, 120_000)
afterAll(() => stack.disposeAsync())

const studentLink = () => sharedOffice().linkFor(room, 'student')

test('it plays near what is live, and goes back and forth by keys', async () => {
  const { page } = teacher
  await plays(page)
  await expect.poll(() => behind(page), until).toBeLessThan(3)
  await lasted(page, 16)
  await player(page).focus()
  await shoot(page, 'watch-live')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => behind(page), until).toBeGreaterThan(8)
  await plays(page)
  await shoot(page, 'watch-back')
  await page.keyboard.press('l')
  await expect.poll(() => behind(page), until).toBeLessThan(3)
  await page.keyboard.press('m')
  expect(await isMuted(page)).toBe(true)
  await page.keyboard.press('m')
  expect(await isMuted(page)).toBe(false)
})

test('while a board is on the stage it plays on beside it, and can be made large', async () => {
  const { page } = teacher
  await dock(page, 'Board').click()
  const tile = page.getByRole('article', { name: 'Broadcast' })
  const at = () => tile.locator('video').evaluate((one: HTMLVideoElement) => one.currentTime)
  await tile.waitFor()
  const before = await at()
  await expect.poll(at, until).toBeGreaterThan(before + 0.5)
  await shoot(page, 'watch-beside-board')
  await tile.getByRole('button', { name: 'Watch the broadcast' }).click()
  await plays(page)
  await page.getByRole('button', { name: 'Back to the stage' }).click()
  await tile.waitFor()
  await dock(page, 'Board').click()
  await plays(page)
})

test('on a phone a tap shows the controls, and a thumb reaches them', async () => {
  await using pia = await openPerson(null, phone)
  const { page } = pia
  await joinBy(page, await studentLink(), 'Pia')
  await plays(page)
  const pause = player(page).getByRole('button', { name: 'Pause' })
  const opacity = () => pause.evaluate((one) => getComputedStyle(one.closest('.controls')!).opacity)
  await expect.poll(opacity, until).toBe('0')
  await player(page).tap({ position: { x: 100, y: 60 } })
  await expect.poll(opacity, until).toBe('1')
  await shoot(page, 'watch-phone')
  const { width = 0, height = 0 } = (await pause.boundingBox()) ?? {}
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
  await pause.tap()
  await player(page).getByRole('button', { name: 'Play' }).first().waitFor()
  await shoot(page, 'watch-phone-held')
  expect(await seriousFindings(page)).toEqual([])
  await dock(page, 'Chat').tap()
  await shoot(page, 'watch-phone-chat-dark')
  expect(pia.complaints).toEqual([])
})

test('whoever comes late goes back to the beginning, and on to what is live', async () => {
  await using ben = await openPerson(null)
  const { page } = ben
  await joinBy(page, await studentLink(), 'Ben')
  await plays(page)
  // More than a player that is live is told of.
  await lasted(page, 70)
  await seekBar(page).focus()
  await page.keyboard.press('Home')
  await player(page)
    .getByText(/^1:\d\d behind$/)
    .waitFor()
  await plays(page)
  await shoot(page, 'watch-beginning')
  await player(page).getByRole('button', { name: 'Live', exact: true }).click()
  await expect.poll(() => behind(page), until).toBeLessThan(4)
  await plays(page)
  expect(ben.complaints).toEqual([])
})

test('staff makes another key, gives it another secret, and takes it away', async () => {
  const { page } = teacher
  await teach(page, 'Stream from an encoder')
  const dialog = encoderDialog(page)
  await dialog.getByText('On air').waitFor()
  const first = await makeKey(page, 'Laptop')
  await shoot(page, 'encoder-secret')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Options for “Laptop”' }).click()
  await page.getByRole('menuitem', { name: 'New secret' }).click()
  const asking = page.getByRole('dialog', { name: 'Give “Laptop” a new secret?' })
  await asking.getByRole('button', { name: 'New secret' }).click()
  await asking.waitFor({ state: 'detached' })
  const secret = await dialog.getByLabel('Stream key: Laptop').inputValue()
  expect(first.endsWith(secret)).toBe(false)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await dialog.getByRole('button', { name: 'Options for “Laptop”' }).click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  const revoking = page.getByRole('dialog', { name: 'Revoke “Laptop”?' })
  await revoking.getByRole('button', { name: 'Revoke' }).click()
  await dialog.getByText('Laptop', { exact: true }).waitFor({ state: 'detached' })
  await shoot(page, 'encoder-keys-dark')
  expect(teacher.complaints).toEqual([])
})
