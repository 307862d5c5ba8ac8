import { expect, test } from 'vitest'
import { findProcessor, processed } from './processor.ts'

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

async function open() {
  const [raw, fresh] = [new FakeTrack('camera'), new FakeTrack('canvas')]
  raw.contentHint = 'motion'
  let ended = 0
  const track = await processed(raw as unknown as MediaStreamTrack, {
    process: () =>
      Promise.resolve({ track: fresh as unknown as MediaStreamTrack, stop: () => (ended += 1) }),
  })
  return { raw, fresh, track, ended: () => ended }
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
  const { raw, fresh, track, ended } = await open()
  track.stop()
  expect([raw.stopped, fresh.stopped, ended()]).toEqual([true, true, 1])
})

test('a camera that is pulled out ends it', async () => {
  const { raw, track, ended } = await open()
  let told = 0
  track.addEventListener('ended', () => (told += 1))
  raw.dispatchEvent(new Event('ended'))
  expect([told, ended()]).toEqual([1, 1])
})
