// axe-core finds nothing serious or critical: on every page, and in class with each panel, menu and dialog
// open, in light and in dark.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings } from './axe.ts'
import { openPerson, phone, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { dock, inClass, join, joinBy, openPanel, say, signIn, teach } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let owner: PersonBrowser
let guest: PersonBrowser

async function isFine(page: Page, name: string): Promise<void> {
  const found = await seriousFindings(page)
  await shoot(page, `axe-${name}`)
  expect(found, name).toEqual([])
}

async function pageIsFine(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(`${office.url}${path}`)
  await page.getByRole('heading', { name: heading }).first().waitFor()
  await page.waitForLoadState('networkidle')
  await isFine(page, path.replaceAll('/', '-').slice(0, 30))
}

beforeAll(async () => {
  owner = stack.use(await openPerson(sights.teacher))
  guest = stack.use(await openPerson(sights.first, phone))
  await signIn(owner.page.context(), office.url, office.owner)
}, 60_000)
afterAll(() => stack.disposeAsync())

describe('pages', () => {
  test('in front of the door', async () => {
    const { page } = guest
    const room = await office.newClass()
    await pageIsFine(page, '/sign-in', 'Sign in')
    await pageIsFine(page, '/setup', 'Lyceum is set up already')
    await pageIsFine(page, '/sign-in/link/unknown', 'Sign in with a link')
    await pageIsFine(page, '/keep', 'Keep your progress')
    await pageIsFine(page, `/claim/${room}?invite=x`, 'Join with an account of your own')
    await pageIsFine(page, '/nowhere', 'There is nothing here')
    await pageIsFine(page, `/c/${room}`, 'You need an invitation')
  })

  test('of somebody who teaches', async () => {
    const { page } = owner
    const { course } = await office.owner.call('courses.create', { body: { title: 'Chemistry' } })
    const params = { course: course.id }
    const body = { title: 'Acids', module: null }
    const { lesson } = await office.owner.call('lessons.create', { params, body })
    await office.owner.call('classes.schedule', {
      params: { lesson: lesson.id },
      body: { start: '2027-03-01T09:00', zone: 'UTC', duration: 45 },
    })
    await pageIsFine(page, '/', 'Today')
    await pageIsFine(page, `/courses/${course.id}`, 'Chemistry')
    await page.getByRole('tab', { name: 'People' }).click()
    await isFine(page, 'course-people')
    await pageIsFine(page, `/lessons/${lesson.id}`, 'Acids')
    await pageIsFine(page, '/account', 'Account')
    await pageIsFine(page, '/admin', 'Administration')
    await page.getByRole('tab', { name: 'Classes' }).click()
    await isFine(page, 'admin-classes')
    await pageIsFine(page, '/admin?tab=nodes', 'Media nodes')
    const [node] = (await office.owner.call('nodes.list', {})).media
    await pageIsFine(page, `/admin/nodes/${node?.node ?? ''}`, 'Workers')
  })
})

describe('dialogs of pages', () => {
  test('starting, planning, adding people', async () => {
    const { page } = owner
    await page.goto(office.url)
    for (const button of ['Start a class now', 'Plan a class', 'New course']) {
      await page.getByRole('button', { name: button }).click()
      await page.getByRole('dialog').waitFor()
      await isFine(page, `dialog-${button}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })
})

describe('the class', () => {
  test('green room, class, panels, menus and dialogs of whoever teaches', async () => {
    const { page } = owner
    const room = await office.newClass('Biology')
    await page.goto(`${office.url}/c/${room}`)
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
    await isFine(page, 'green-room')
    await join(page, null)
    const link = await office.linkFor(room, 'student')
    await joinBy(guest.page, link, 'Pia')
    await dock(guest.page, 'Raise hand').click()
    await openPanel(page, 'Chat')
    await say(page, 'See https://example.org/frogs\nand bring a pencil')
    await page.getByRole('log').getByText('pencil').waitFor()
    await isFine(page, 'class-chat')
    await openPanel(page, 'People')
    await page.getByRole('button', { name: 'Let speak Pia' }).waitFor()
    await isFine(page, 'class-people')
    for (const menu of ['Teach', 'More']) {
      await dock(page, menu).click()
      await page.getByRole('menu').waitFor()
      await isFine(page, `class-menu-${menu}`)
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'detached' })
    }
    for (const item of ['Devices', 'Keyboard']) {
      await dock(page, 'More').click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByRole('dialog').waitFor()
      await isFine(page, `class-dialog-${item}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  test('breakout rooms, planned and open', async () => {
    const { page } = owner
    const dialog = page.getByRole('dialog')
    await teach(page, 'Breakout rooms')
    await dialog.getByRole('button', { name: 'Arrange first' }).click()
    await dialog.getByRole('button', { name: 'Shuffle' }).waitFor()
    await isFine(page, 'class-dialog-rooms-planned')
    await dialog.getByRole('button', { name: 'Open the rooms' }).click()
    await guest.page
      .getByText(/You are in Room \d/)
      .first()
      .waitFor()
    await isFine(page, 'class-dialog-rooms-open')
    await isFine(guest.page, 'phone-room')
    await dialog.getByRole('button', { name: 'Call everybody back' }).click()
    await guest.page.getByText('Everybody is with the class again.').first().waitFor()
  })

  test('for operators: where it is and why, and whether the nodes take it', async () => {
    const page = await owner.page.context().newPage()
    await pageIsFine(page, '/admin?tab=nodes', 'Will the classes fit?')
    await page.getByText('1 media node takes people').waitFor()
    await page.getByRole('link', { name: 'Where “Biology” is' }).click()
    await page.getByRole('heading', { name: 'Biology' }).waitFor()
    const part = page.getByRole('region').filter({ hasText: 'Pia' })
    await part.getByText('Microphone').first().waitFor()
    await part.getByText('Why here').first().click()
    await part.getByText('of its limit by').first().waitFor()
    const log = page.getByRole('list', { name: 'What was decided' })
    await log.getByText('Pia was placed on').waitFor()
    await isFine(page, 'admin-class')
    await page.close()
  })

  test('on the phone of a student, and at the end', async () => {
    const { page } = guest
    await isFine(page, 'phone-class')
    for (const panel of ['Chat', 'People'] as const) {
      await openPanel(page, panel)
      await isFine(page, `phone-${panel}`)
    }
    await dock(owner.page, 'Leave').click()
    await owner.page.getByRole('dialog').waitFor()
    await isFine(owner.page, 'class-dialog-leave')
    await owner.page.getByRole('button', { name: 'End for everybody' }).click()
    for (const { page: one } of [owner, guest])
      await one.getByRole('heading', { name: 'The class is over' }).waitFor()
    await isFine(owner.page, 'ended-teacher')
    await isFine(page, 'ended-student')
    await owner.page.getByRole('button', { name: 'Reopen the class' }).click()
    await inClass(owner.page)
  })
})
