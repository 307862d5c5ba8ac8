import { expect, test } from 'vitest'
import { blurred, canBlur } from './background.ts'

class Camera extends EventTarget {
  readonly states: readonly boolean[] | undefined
  readonly obeys: boolean
  readonly applied: MediaTrackConstraints[] = []
  backgroundBlur = false

  constructor(states: readonly boolean[] | undefined, obeys = true) {
    super()
    this.states = states
    this.obeys = obeys
  }

  getCapabilities() {
    return this.states === undefined ? {} : { backgroundBlur: this.states }
  }

  getConstraints(): MediaTrackConstraints {
    return { width: { ideal: 640 } }
  }

  getSettings() {
    return { backgroundBlur: this.backgroundBlur }
  }

  applyConstraints(wish: MediaTrackConstraints): Promise<void> {
    this.applied.push(wish)
    this.backgroundBlur = this.obeys
    return Promise.resolve()
  }

  /** As when the system takes it back. */
  turnOff(): void {
    this.backgroundBlur = false
    this.dispatchEvent(new Event('configurationchange'))
  }
}

const trackOf = (camera: Camera) => camera as unknown as MediaStreamTrack
const without = () => Promise.resolve(null)
const never = (): void => expect.unreachable()

test('it can be blurred where the browser leaves one the choice', () => {
  expect(canBlur(trackOf(new Camera([true, false])))).toBe(true)
  for (const states of [undefined, [false], [true]])
    expect(canBlur(trackOf(new Camera(states)))).toBe(false)
  expect(canBlur({} as MediaStreamTrack)).toBe(false)
})

test('blurring keeps everything else that was wanted of the camera', async () => {
  const camera = new Camera([false, true])
  expect(await blurred(trackOf(camera), never, without)).toBe(camera)
  expect(camera.applied).toEqual([{ width: { ideal: 640 }, backgroundBlur: true }])
})

test('where nothing blurs it there is no picture to show, whatever the browser answered', async () => {
  for (const camera of [new Camera(undefined), new Camera([false, true], false)])
    expect(await blurred(trackOf(camera), never, without)).toBeNull()
  const failing = { process: () => Promise.reject(new Error('no')) }
  const found = () => Promise.resolve(failing)
  expect(await blurred(trackOf(new Camera(undefined)), never, found)).toBeNull()
})

test('it is told when the browser blurs it no more', async () => {
  const camera = new Camera([false, true])
  let told = 0
  await blurred(trackOf(camera), () => (told += 1), without)
  camera.dispatchEvent(new Event('configurationchange'))
  expect(told).toBe(0)
  camera.turnOff()
  expect(told).toBe(1)
})
