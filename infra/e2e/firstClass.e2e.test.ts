// The first class, from an empty installation to its end, in three real browsers: whoever teaches and two
// students, each with a colour and a tone of their own by which the others recognise them.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dataFolder, startSystem, type System } from '../system.ts'
import { openContext, openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sights, type Sight } from './media.ts'
import {
  actOn,
  chatTexts,
  dock,
  hears,
  inClass,
  isPressed,
  join,
  joinBy,
  openPanel,
  say,
  sees,
  teach,
  tile,
} from './moves.ts'

const password = 'correct horse battery'
const poll = { timeout: patience, interval: 250 }
const stack = new AsyncDisposableStack()

let system: System
let teacher: PersonBrowser
let finn: PersonBrowser
let sara: PersonBrowser
let signInLink = ''
let invitation = ''

const everybody = () => [
  { ...teacher, sight: sights.teacher },
  { ...finn, sight: sights.first },
  { ...sara, sight: sights.second },
]

async function meets({ page }: PersonBrowser, others: readonly Sight[]): Promise<void> {
  for (const other of others) {
    await expect.poll(() => sees(page, other), { ...poll, message: other.name }).toBe(true)
    await expect.poll(() => hears(page, other), { ...poll, message: other.name }).toBe(true)
  }
}

beforeAll(async () => {
  const folder = stack.use(await dataFolder())
  system = stack.use(await startSystem(folder.path, { LYCEUM_DEMO: '0' }))
  teacher = stack.use(await openPerson(sights.teacher))
  finn = stack.use(await openPerson(sights.first))
  sara = stack.use(await openPerson(sights.second))
}, 180_000)

afterEach(async ({ task }) => {
  for (const { page, sight } of everybody()) await shoot(page, `first-${task.name}-${sight.name}`)
})

afterAll(() => stack.disposeAsync())

describe('the first class', () => {
  test('the owner is made with the code from the terminal, and makes an instructor', async () => {
    const context = await openContext(teacher.browser)
    const page = await context.newPage()
    await page.goto(system.url)
    await page.getByLabel('Code from the terminal').fill(system.setUpCode ?? '')
    await page.getByLabel('Your name').fill('Olga Owner')
    await page.getByLabel('E-mail address or user name').fill('owner')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Make the owner’s account' }).click()
    await page.getByRole('button', { name: 'Account: Olga Owner' }).click()
    await page.getByRole('menuitem', { name: 'Administration' }).click()
    await page.getByRole('button', { name: 'New account' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Tess Teacher')
    await page.getByLabel('E-mail address or user name').fill('tess')
    await page.getByRole('switch', { name: 'May teach' }).press('Space')
    await page.getByRole('button', { name: 'Make the account' }).click()
    signInLink = await page.getByLabel('One-time sign-in link').inputValue()
    await context.close()
  })

  test('the instructor signs in and starts a class with two presses', async () => {
    const { page } = teacher
    await page.goto(signInLink)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Start a class now' }).click()
    await page.getByRole('button', { name: 'Start and copy the link' }).click()
    await page.getByText('The invitation link is copied.').waitFor()
    invitation = await page.evaluate(() => navigator.clipboard.readText())
    expect(new URL(invitation).pathname).toMatch(/^\/c\//)
    await join(page, null)
  })

  test('students come by the link without an account', async () => {
    await joinBy(finn.page, invitation, 'Finn')
    await joinBy(sara.page, invitation, 'Sara')
    for (const { page } of everybody()) await page.getByText('3 people here').first().waitFor()
  })

  test('each sees the colour and hears the tone of both others', async () => {
    for (const { sight, ...person } of everybody()) {
      await meets(
        person,
        Object.values(sights).filter((other) => other !== sight),
      )
    }
  })

  test('the chat has one order for everybody', async () => {
    for (const { page } of everybody()) await openPanel(page, 'Chat')
    await Promise.all(
      everybody().map(async ({ page, sight }) => {
        for (const number of [1, 2, 3, 4, 5]) await say(page, `${sight.name} ${number}`)
      }),
    )
    for (const { page } of everybody())
      await expect.poll(() => chatTexts(page), poll).toHaveLength(15)
    const [first, ...others] = await Promise.all(everybody().map(({ page }) => chatTexts(page)))
    for (const texts of others) expect(texts).toEqual(first)
  })

  test('in breakout rooms students see and hear their own, and come back without a click', async () => {
    const { page } = teacher
    await teach(page, 'Breakout rooms')
    await page.getByRole('button', { name: 'Open the rooms' }).click()
    for (const one of [finn, sara])
      await one.page
        .getByText(/You are in Room \d\./)
        .first()
        .waitFor()
    for (const sight of [sights.teacher, sights.first]) {
      await expect.poll(() => hears(sara.page, sight), poll).toBe(false)
      await expect.poll(() => sees(sara.page, sight), poll).toBe(false)
    }
    await sara.page.getByRole('button', { name: 'Ask for help' }).click()
    const called = page
      .getByRole('region', { name: /^Room \d$/ })
      .filter({ hasText: 'Asks for help' })
    await called.getByText('Sara').first().waitFor()
    const room = await called.getAttribute('aria-label')
    await called.getByRole('button', { name: 'Visit' }).click()
    await meets(sara, [sights.teacher])
    expect(await hears(finn.page, sights.teacher)).toBe(false)
    const box = sara.page.getByLabel(`Write to ${room}`)
    await box.fill('Here we are')
    await box.press('Enter')
    await expect.poll(() => chatTexts(page), poll).toEqual(['Here we are'])
    await page.getByRole('button', { name: 'All rooms' }).click()
    await page.getByLabel('Where Finn is').selectOption({ label: room ?? '' })
    await meets(sara, [sights.first, sights.teacher])
    expect(await chatTexts(finn.page)).toEqual([])
    await finn.page.getByLabel(`Write to ${room}`).fill('between us')
    await page.getByRole('button', { name: 'Call everybody back' }).click()
    for (const one of [finn, sara])
      await one.page.getByText('Everybody is with the class again.').first().waitFor()
    await meets(finn, [sights.teacher, sights.second])
    await expect.poll(() => chatTexts(sara.page), poll).toHaveLength(15)
    // What one was writing stays where it was, and goes nowhere else by itself.
    const draft = finn.page.getByLabel(`Write to ${room}`)
    expect(await draft.inputValue()).toBe('between us')
    await draft.press('Enter')
    await finn.page.getByRole('button', { name: 'Go on in “Everybody”' }).click()
    expect(await finn.page.getByLabel('Write to everybody').inputValue()).toBe('between us')
    expect(await chatTexts(finn.page)).toHaveLength(15)
    await finn.page.getByLabel('Write to everybody').fill('')
  })

  test('a student who reloads is back on the seat, with microphone, camera and hand as they were', async () => {
    const { page } = sara
    await dock(page, 'Camera').click()
    await dock(page, 'Raise hand').click()
    await dock(page, 'Lower hand').waitFor()
    await openPanel(teacher.page, 'People')
    const hands = teacher.page.getByRole('region', { name: 'Raised hands' })
    await hands.getByRole('button', { name: 'Let speak Sara' }).waitFor()
    await page.reload()
    await inClass(page)
    await expect.poll(() => isPressed(dock(page, 'Microphone')), poll).toBe(true)
    expect(await isPressed(dock(page, 'Camera'))).toBe(false)
    expect(await isPressed(dock(page, 'Lower hand'))).toBe(true)
    await meets(sara, [sights.teacher, sights.first])
    await expect.poll(() => hears(teacher.page, sights.second), poll).toBe(true)
    await hands.getByRole('button', { name: 'Let speak Sara' }).waitFor()
    expect(await teacher.page.getByText('3 people here').count()).toBeGreaterThan(0)
  })

  test('students see the screen that is shared', async () => {
    await dock(teacher.page, 'Share').click()
    for (const { page } of [finn, sara]) {
      const screen = tile(page, 'Screen of Tess Teacher').locator('video')
      await screen.waitFor()
      const width = () => screen.evaluate((video: HTMLVideoElement) => video.videoWidth)
      await expect.poll(width, poll).toBeGreaterThan(640)
      const at = await screen.evaluate((video: HTMLVideoElement) => video.currentTime)
      const time = () => screen.evaluate((video: HTMLVideoElement) => video.currentTime)
      await expect.poll(time, poll).toBeGreaterThan(at)
    }
    await dock(teacher.page, 'Stop sharing').click()
    for (const { page } of [finn, sara])
      await tile(page, 'Screen of Tess Teacher').waitFor({ state: 'detached' })
  })

  test('a student who is muted is not heard any more, and is told', async () => {
    await actOn(teacher.page, 'Finn', 'Mute')
    await finn.page.getByText('You were muted by staff.').first().waitFor()
    expect(await isPressed(dock(finn.page, 'Microphone'))).toBe(false)
    for (const { page } of [teacher, sara])
      await expect.poll(() => hears(page, sights.first), poll).toBe(false)
    expect(await hears(sara.page, sights.teacher)).toBe(true)
  })

  test('when the class ends the students are told, and reopening brings them back', async () => {
    await teach(teacher.page, 'End the class')
    await teacher.page.getByRole('button', { name: 'End for everybody' }).click()
    for (const { page } of everybody())
      await page.getByRole('heading', { name: 'The class is over' }).waitFor()
    await teacher.page.getByRole('button', { name: 'Reopen the class' }).click()
    for (const { page } of everybody()) await inClass(page)
    await meets(finn, [sights.teacher])
  })

  test('no browser complained', () => {
    for (const { complaints } of everybody()) expect(complaints).toEqual([])
  })
})
