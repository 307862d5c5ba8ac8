import { expect, test, vi } from 'vitest'
import { findProcessor, processed, type Processed } from './processor.ts'

class FakeTrack extends EventTarget {
  contentHint = ''
  stopped = false
  readonly device: string
  constructor(device: string) {
    super()
    this.device = device
  }
  getSettings() {
    return { deviceId: this.device }
  }
  stop(): void {
    this.stopped = true
  }
}

const trackOf = (fake: FakeTrack) => fake as unknown as MediaStreamTrack

async function open() {
  const [raw, fresh] = [new FakeTrack('camera'), new FakeTrack('canvas')]
  raw.contentHint = 'motion'
  const heard = { stops: 0, bare: 0, unwatched: 0, stand: (): void => expect.unreachable() }
  const begun = { track: trackOf(fresh), stop: () => (heard.stops += 1) }
  const track = await processed(
    trackOf(raw),
    { process: () => Promise.resolve(begun) },
    {
      bare: () => (heard.bare += 1),
      watch: (_, stands) => {
        heard.stand = stands
        return () => (heard.unwatched += 1)
      },
    },
  )
  return { raw, fresh, track, heard }
}

test('an empty module, one of another shape, and none at all are no processor', async () => {
  expect(await findProcessor(() => Promise.resolve({}))).toBeNull()
  expect(await findProcessor(() => Promise.resolve({ process: 1 }))).toBeNull()
  expect(await findProcessor(() => Promise.reject(new Error('404')))).toBeNull()
  expect(await findProcessor(() => Promise.resolve({ process: () => null }))).not.toBeNull()
})

test('its track stands for the camera: the same device and kind of picture', async () => {
  const { track } = await open()
  expect(track.getSettings().deviceId).toBe('camera')
  expect(track.contentHint).toBe('motion')
})

test('stopping it stops the camera and the program; no light stays on', async () => {
  const { raw, fresh, track, heard } = await open()
  track.stop()
  track.stop()
  expect([raw.stopped, fresh.stopped]).toEqual([true, true])
  expect(heard).toMatchObject({ stops: 1, unwatched: 1, bare: 0 })
})

test('a camera that is pulled out ends it, and that is not the program’s fault', async () => {
  const { raw, track, heard } = await open()
  let told = 0
  track.addEventListener('ended', () => (told += 1))
  raw.dispatchEvent(new Event('ended'))
  expect([told, heard.stops, heard.bare]).toEqual([1, 1, 0])
})

test('when the program ends by itself or its picture stands still, the camera goes off and it is told once', async () => {
  const ended = await open()
  ended.fresh.dispatchEvent(new Event('ended'))
  const still = await open()
  still.heard.stand()
  still.heard.stand()
  for (const { raw, heard } of [ended, still])
    expect([raw.stopped, heard.bare, heard.stops]).toEqual([true, 1, 1])
})

test('a program that hands on the camera itself, or does not begin, is no picture and stops when it begins', async () => {
  vi.useFakeTimers()
  const guard = { bare: () => expect.unreachable(), watch: () => () => undefined }
  const raw = new FakeTrack('camera')
  let stops = 0
  const same = { track: trackOf(raw), stop: () => (stops += 1) }
  const handing = processed(trackOf(raw), { process: () => Promise.resolve(same) }, guard)
  await expect(handing).rejects.toThrow()
  expect([raw.stopped, stops]).toEqual([true, 1])

  const { promise, resolve } = Promise.withResolvers<Processed>()
  const waiting = processed(trackOf(raw), { process: () => promise }, guard)
  const refused = expect(waiting).rejects.toThrow()
  await vi.runAllTimersAsync()
  await refused
  const late = new FakeTrack('canvas')
  resolve({ track: trackOf(late), stop: () => (stops += 1) })
  await vi.waitFor(() => expect([late.stopped, stops]).toEqual([true, 2]))
  vi.useRealTimers()
})
