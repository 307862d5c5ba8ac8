// What happens in class to the things one plugs in and shares: a device that is pulled out, a second camera,
// the sound of a shared screen, and the class in a small window while one looks at another.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPerson, patience, soundsLike, tonesHeard } from './browser.ts'
import { sights } from './media.ts'
import { dock, hears, isPressed, join, joinBy, sees, tile } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const poll = { timeout: patience, interval: 250 }
const sharedTone = 1_250

interface Gear {
  /** Tracks the page was given. */
  captured: MediaStreamTrack[]
  /** The kind of device that is not there. */
  pulled: 'audio' | 'video' | null
}

/** Runs in the page, before it: devices that can be pulled out, a second camera, and a screen that sounds. */
function riggedGear(tone: number): void {
  const gear: Gear = { captured: [], pulled: null }
  Object.assign(globalThis, { gear })
  const picture = (): MediaStream => {
    const canvas = document.createElement('canvas')
    canvas.getContext('2d')?.fillRect(0, 0, 10, 10)
    return canvas.captureStream(5)
  }
  const { mediaDevices: devices } = navigator
  const capture = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (wish = {}) => {
    if (gear.pulled !== null && wish[gear.pulled] !== undefined)
      throw new DOMException('none', 'NotFoundError')
    const wanted = typeof wish.video === 'object' ? wish.video.deviceId : undefined
    const second = typeof wanted === 'object' && 'exact' in wanted && wanted.exact === 'second'
    const stream = second ? picture() : await capture(wish)
    gear.captured.push(...stream.getTracks())
    return stream
  }
  const list = devices.enumerateDevices.bind(devices)
  const sheet = { kind: 'videoinput', deviceId: 'second', label: 'Sheet' } as MediaDeviceInfo
  devices.enumerateDevices = async () =>
    [...(await list()), sheet].filter(({ kind }) => kind !== `${gear.pulled ?? ''}input`)
  devices.getDisplayMedia = () => {
    const context = new AudioContext()
    const sound = context.createMediaStreamDestination()
    const source = context.createOscillator()
    source.frequency.value = tone
    source.connect(sound)
    source.start()
    const tracks = [...picture().getTracks(), ...sound.stream.getTracks()]
    return Promise.resolve(new MediaStream(tracks))
  }
}

/** Runs in the page. */
function pull(kind: 'audio' | 'video'): void {
  const { gear } = globalThis as unknown as { gear: Gear }
  gear.pulled = kind
  for (const track of gear.captured.filter((one) => one.kind === kind)) {
    track.stop()
    track.dispatchEvent(new Event('ended'))
  }
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
}

/** Runs in the page. */
function plugIn(): void {
  const { gear } = globalThis as unknown as { gear: Gear }
  gear.pulled = null
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
}

async function teacherAndStudent(
  end: AsyncDisposableStack,
): Promise<{ teacher: Page; student: Page }> {
  const room = await office.newClass()
  const { page: teacher } = end.use(await openPerson(sights.first))
  await teacher.addInitScript(riggedGear, sharedTone)
  await joinBy(teacher, await office.linkFor(room, 'instructor'), 'Tess')
  const { page: student } = end.use(await openPerson(null))
  await student.goto(await office.linkFor(room, 'student'))
  await student.getByLabel('Your name').fill('Sam')
  await join(student, null)
  return { teacher, student }
}

async function chooseIn(page: Page, item: string): Promise<void> {
  await dock(page, 'More').click()
  await page
    .getByRole('menuitem', { name: item })
    .or(page.getByRole('menuitemcheckbox', { name: item }))
    .click()
}

test('a device that is pulled out is off for everybody, with words, and comes back', async () => {
  await using end = new AsyncDisposableStack()
  const { teacher, student } = await teacherAndStudent(end)
  const microphone = dock(teacher, 'Microphone')
  await expect.poll(() => isPressed(microphone), poll).toBe(true)
  await tile(student, 'Tess(?!.*muted)').waitFor()

  await teacher.evaluate(pull, 'audio' as const)
  await teacher.getByText('The microphone was unplugged.').waitFor()
  await tile(student, 'Tess.*muted').waitFor()
  expect(await isPressed(microphone)).toBe(false)

  await teacher.evaluate(plugIn)
  await microphone.click()
  await tile(student, 'Tess(?!.*muted)').waitFor()
})

/** Runs as the operator’s own program: a picture of one colour that stands still when it is told to. */
const processor = `export async function process() {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  const timer = setInterval(() => {
    if (globalThis.stands) return
    context.fillStyle = '#2020c0'
    context.fillRect(0, 0, canvas.width, canvas.height)
  }, 100)
  const [track] = canvas.captureStream(10).getVideoTracks()
  return { track, stop: () => clearInterval(timer) }
}`

test('a background that cannot be blurred, or no more, is seen by nobody until one shows it', async () => {
  await using end = new AsyncDisposableStack()
  const room = await office.newClass()
  const { page: teacher } = end.use(await openPerson(sights.first))
  let there = true
  await teacher.route('**/processor/index.js', (route) =>
    there
      ? route.fulfill({ contentType: 'text/javascript', body: processor })
      : route.fulfill({ status: 404 }),
  )
  await teacher.addInitScript(() => localStorage.setItem('lyceum.blur', 'on'))
  await joinBy(teacher, await office.linkFor(room, 'instructor'), 'Tess')
  const { page: student } = end.use(await openPerson(null))
  await student.goto(await office.linkFor(room, 'student'))
  await student.getByLabel('Your name').fill('Sam')
  await join(student, null)
  await expect.poll(() => sees(student, sights.second), poll).toBe(true)

  const seesRoom = () => sees(student, sights.first)
  await teacher.evaluate(() => Object.assign(globalThis, { stands: true }))
  const camera = dock(teacher, 'Camera')
  const words = teacher.getByText('The background cannot be blurred.')
  await words.first().waitFor()
  expect(await isPressed(camera)).toBe(false)
  await tile(student, 'Tess').locator('video').waitFor({ state: 'detached' })
  there = false
  await camera.click()
  await words.first().waitFor()
  expect(await seesRoom()).toBe(false)

  await teacher.getByRole('button', { name: 'Show the room' }).click()
  await expect.poll(seesRoom, poll).toBe(true)
  expect(await isPressed(camera)).toBe(true)
  await words.first().waitFor({ state: 'detached' })
})

test('a shared screen is heard where it has sound, and ends with it', async () => {
  await using end = new AsyncDisposableStack()
  const { teacher, student } = await teacherAndStudent(end)
  const heard = async () => (await tonesHeard(student)).some((tone) => soundsLike(tone, sharedTone))
  await dock(teacher, 'Share').click()
  await tile(student, 'Screen of Tess').waitFor()
  await expect.poll(heard, poll).toBe(true)

  // Meanwhile the class stays in sight, above the window that is shared.
  const [panel] = await Promise.all([
    teacher.context().waitForEvent('page'),
    teacher.getByRole('button', { name: 'Keep the class in sight' }).click(),
  ])
  await dock(student, 'Raise hand').click()
  await panel.getByRole('button', { name: 'Let speak' }).click()
  await dock(student, 'Raise hand').waitFor()
  await panel.getByRole('button', { name: 'Stop sharing' }).click()
  await tile(student, 'Screen of Tess').waitFor({ state: 'detached' })
  await expect.poll(heard, poll).toBe(false)
})

test('a second camera is shown beside the face; who saves data hears without seeing, and is told how it is', async () => {
  await using end = new AsyncDisposableStack()
  const { teacher, student } = await teacherAndStudent(end)
  await chooseIn(teacher, 'Devices')
  const second = teacher.getByRole('switch', { name: 'Show a second camera' })
  await second.check({ force: true })
  const document = tile(student, 'Document camera of Tess')
  await document.locator('video').waitFor()
  await expect.poll(() => sees(student, sights.first), poll).toBe(true)

  await chooseIn(student, 'Sound only')
  await document.locator('video').waitFor({ state: 'detached' })
  expect(await sees(student, sights.first)).toBe(false)
  await expect.poll(() => hears(student, sights.first), poll).toBe(true)
  await student.getByRole('button', { name: 'Show pictures' }).click()
  await document.locator('video').waitFor()

  await student.getByRole('button', { name: /^Your connection/ }).click()
  await student.getByRole('cell', { name: '↓ Tess: camera' }).waitFor()
  await student.getByRole('button', { name: 'Done' }).click()
  await second.uncheck({ force: true })
  await document.waitFor({ state: 'detached' })
})
