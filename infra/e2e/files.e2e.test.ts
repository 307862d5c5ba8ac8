// A photo of homework from a phone, to staff: sent with progress, seen by whoever teaches and by nobody else,
// shown whole on a tap; a page called a picture is refused in words; materials are saved in class.
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './axe.ts'
import { openPerson, phone, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { dock, inClass, joinBy, openPanel, signIn } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let pia: PersonBrowser
let ben: PersonBrowser
let lesson = ''

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  pia = stack.use(await openPerson(sights.first, phone))
  ben = stack.use(await openPerson(sights.second))
  const { owner } = office
  await signIn(teacher.page.context(), office.url, owner)
  const { course } = await owner.call('courses.create', { body: { title: 'Physics' } })
  const inCourse = { params: { course: course.id }, body: { title: 'Light', module: null } }
  const made = await owner.call('lessons.create', inCourse)
  lesson = made.lesson.id
  const start = { params: { lesson: made.lesson.id }, body: {} }
  const { room } = (await owner.call('classes.startLesson', start)).class
  await teacher.page.goto(`${office.url}/lessons/${lesson}`)
  await teacher.page.locator('input[data-materials]').setInputFiles([
    { name: 'worksheet.txt', mimeType: 'text/plain', buffer: Buffer.from('1 + 1 = ?') },
    { name: 'lens.png', mimeType: 'image/png', buffer: await picture('png') },
  ])
  await teacher.page.getByRole('link', { name: /lens\.png/ }).waitFor()
  await shoot(teacher.page, 'materials')
  await teacher.page.goto(`${office.url}/c/${room}`)
  await teacher.page.getByRole('button', { name: /^(Join|Go in)$/ }).click()
  await inClass(teacher.page)
  const link = await office.linkFor(room, 'student')
  await joinBy(pia.page, link, 'Pia')
  await joinBy(ben.page, link, 'Ben')
}, 180_000)
afterAll(() => stack.disposeAsync())

const picture = (format: 'jpeg' | 'png') =>
  sharp({ create: { width: 900, height: 1200, channels: 3, background: 'wheat' } })
    .toFormat(format)
    .toBuffer()

test('a photo goes to staff, and to nobody else', async () => {
  const { page } = pia
  await openPanel(page, 'Chat')
  await page.getByRole('button', { name: /^To: / }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Staff' }).click()
  // What is attached belongs to the conversation, not to the panel that was open first.
  await openPanel(page, 'People')
  await openPanel(page, 'Chat')
  await page.locator('input[data-files]').setInputFiles([
    { name: 'homework.jpg', mimeType: 'image/jpeg', buffer: await picture('jpeg') },
    { name: 'trick.png', mimeType: 'image/png', buffer: Buffer.from('<!doctype html><b>') },
  ])
  await page.getByText('Files of this kind cannot be sent.').waitFor()
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Remove trick.png' }).click()
  await shoot(page, 'files-phone')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Show homework.jpg' }).waitFor()

  await openPanel(teacher.page, 'Chat')
  await teacher.page.getByRole('button', { name: /^Pia/ }).first().click()
  await teacher.page.getByRole('button', { name: 'Show homework.jpg' }).click()
  const whole = teacher.page.getByRole('dialog').getByRole('img', { name: 'homework.jpg' })
  await whole.waitFor()
  await expect
    .poll(() => whole.evaluate((img) => (img as HTMLImageElement).naturalHeight))
    .toBe(1200)
  expect(await seriousFindings(teacher.page)).toEqual([])
  await shoot(teacher.page, 'files-whole')
  await teacher.page.keyboard.press('Escape')
  await openPanel(ben.page, 'Chat')
  expect(await ben.page.getByText('homework.jpg').count()).toBe(0)
  expect(await ben.page.getByRole('button', { name: 'Show homework.jpg' }).count()).toBe(0)
})

test('materials are saved in class', async () => {
  await dock(ben.page, 'More').click()
  await ben.page.getByRole('menuitem', { name: 'Materials' }).click()
  const link = ben.page.getByRole('link', { name: /worksheet\.txt/ })
  const [download] = await Promise.all([ben.page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe('worksheet.txt')
})

test('a picture among the materials is put on the board', async () => {
  const { page } = teacher
  await dock(page, 'More').click()
  await page.getByRole('menuitem', { name: 'Materials' }).click()
  await page.getByRole('button', { name: 'Put lens.png on the board as slides' }).click()
  for (const one of [page, ben.page])
    await one.getByRole('application', { name: 'Board: lens, page 1 of 1' }).waitFor()
})
