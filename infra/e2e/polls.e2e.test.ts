// Polls in class, in real browsers: whoever teaches asks with two presses, a student on a phone and one at a
// desk vote, the result comes on the stage; a prepared quiz shows what was right only when it is shown.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../shared/ids.ts'
import { seriousFindings } from './axe.ts'
import { openPerson, patience, phone, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { dock, inClass, joinBy, openPanel, signIn } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let pia: PersonBrowser
let ben: PersonBrowser

async function lessonWithQuiz(): Promise<RoomId> {
  const { owner } = office
  const { course } = await owner.call('courses.create', { body: { title: 'Physics' } })
  const inCourse = { params: { course: course.id }, body: { title: 'Light', module: null } }
  const params = { lesson: (await owner.call('lessons.create', inCourse)).lesson.id }
  const definition = {
    kind: 'single' as const,
    question: 'Which has the longest wave?',
    options: ['Red light', 'Blue light'],
    min: 1,
    max: 1,
    scale: null,
    anonymous: false,
    changes: false,
    results: 'reveal' as const,
    right: [0],
    seconds: null,
  }
  await owner.call('polls.prepare', { params, body: { definition } })
  return (await owner.call('classes.startLesson', { params, body: {} })).class.room
}

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  pia = stack.use(await openPerson(sights.first, phone))
  ben = stack.use(await openPerson(sights.second))
  await signIn(teacher.page.context(), office.url, office.owner)
  const room = await lessonWithQuiz()
  await teacher.page.goto(`${office.url}/c/${room}`)
  await teacher.page.getByRole('button', { name: /^(Join|Go in)$/ }).click()
  await inClass(teacher.page)
  const link = await office.linkFor(room, 'student')
  await joinBy(pia.page, link, 'Pia')
  await joinBy(ben.page, link, 'Ben')
}, 180_000)
afterAll(() => stack.disposeAsync())

test('a quick poll takes two presses, and a discarded one leaves nothing', async () => {
  await dock(teacher.page, 'Teach').click()
  await teacher.page.getByRole('menuitem', { name: 'Quick poll: A to D' }).click()
  await pia.page.getByText('Poll: A, B, C or D?').waitFor()
  await teacher.page.getByRole('button', { name: 'Undo' }).click()
  await pia.page.getByText('Poll: A, B, C or D?').waitFor({ state: 'detached' })
})

test('people vote with one press each, and the result comes on the stage', async () => {
  await dock(teacher.page, 'Teach').click()
  await teacher.page.getByRole('menuitem', { name: 'Quick poll: yes or no' }).click()
  await pia.page.getByRole('button', { name: 'Vote' }).click()
  await pia.page.getByRole('radio', { name: 'Yes' }).check()
  await pia.page.getByText('Your vote is counted.').waitFor()
  await ben.page.keyboard.press('p')
  await ben.page.getByRole('radio', { name: 'No' }).check()
  await ben.page.getByRole('radio', { name: 'Yes' }).check()
  const staff = teacher.page
  await staff.getByText('2 have answered').waitFor()
  await expect
    .poll(() => staff.getByText('2 votes · 100 %').count(), { timeout: patience })
    .toBeGreaterThan(0)
  expect(await ben.page.getByText('2 votes').count()).toBe(0)
  await shoot(pia.page, 'polls-phone')

  await staff.getByRole('button', { name: 'Close and show' }).click()
  // Until then the undo on the screen is that of the poll's opening.
  await staff.getByText('The poll is closed.').waitFor()
  await staff.getByRole('button', { name: 'Undo' }).click()
  await pia.page.getByRole('radio', { name: 'Yes', checked: true }).waitFor()
  await staff.getByText('2 have answered').waitFor()
  await staff.getByRole('button', { name: 'Close and show' }).click()
  await staff.getByRole('button', { name: 'To the stage' }).click()
  for (const { page } of [teacher, pia, ben])
    await page.getByRole('main').getByRole('heading', { name: 'Yes or no?' }).waitFor()
  await shoot(staff, 'polls-stage')
  await shoot(pia.page, 'polls-stage-phone')
  expect(await seriousFindings(staff)).toEqual([])
  await staff.getByRole('main').getByRole('button', { name: 'Off the stage' }).click()
  await pia.page.getByRole('main').getByText('Yes or no?').waitFor({ state: 'detached' })
})

test('a prepared quiz shows what was right when staff shows it, not before', async () => {
  const staff = teacher.page
  await staff.getByRole('button', { name: 'Start now: Which has the longest wave?' }).click()
  await pia.page.getByRole('radio', { name: 'Blue light' }).check()
  await pia.page.getByRole('button', { name: 'Vote', exact: true }).click()
  await pia.page.getByText('Your vote is counted and stays as it is.').waitFor()
  await staff.getByText('Who has not answered yet').click()
  await staff.getByRole('group').getByText('Ben', { exact: true }).waitFor()
  expect(await seriousFindings(staff)).toEqual([])
  expect(await seriousFindings(pia.page)).toEqual([])
  await staff.getByRole('button', { name: 'Close and show' }).click()
  await pia.page.getByText('your vote').first().waitFor()
  expect(await pia.page.getByText('right', { exact: true }).count()).toBe(0)
  await staff.getByRole('button', { name: 'Show right answers' }).click()
  await pia.page.getByText('right', { exact: true }).waitFor()
  await shoot(pia.page, 'polls-quiz-phone')
})

test('a result goes into the chat, and what was prepared can be asked again', async () => {
  const staff = teacher.page
  const more = 'More about “Which has the longest wave?”'
  await staff.getByRole('button', { name: more }).click()
  await staff.getByRole('menuitem', { name: 'Into the chat' }).click()
  await openPanel(ben.page, 'Chat')
  await ben.page.getByRole('listitem').filter({ hasText: 'Which has the longest wave?' }).waitFor()
  await ben.page.getByRole('tab', { name: 'Poll' }).click()
  await staff.getByRole('button', { name: 'Start now: Which has the longest wave?' }).click()
  await pia.page.getByRole('radio', { name: 'Red light' }).waitFor()
  await staff.getByRole('button', { name: 'Close and show' }).click()
  for (const { complaints } of [teacher, pia, ben]) expect(complaints).toEqual([])
})

test('a new poll is written by keyboard alone', async () => {
  const { page } = teacher
  await page.getByRole('button', { name: 'New poll' }).click()
  await page.keyboard.type('Which planet is largest?')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Mars')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Jupiter')
  await shoot(page, 'polls-composer')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await ben.page.getByRole('radio', { name: 'Jupiter' }).waitFor()
})
