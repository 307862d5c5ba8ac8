import { expect, test } from 'vitest'
import { blur, canBlur } from './background.ts'

function camera(states: readonly boolean[] | undefined, refuses = false) {
  const applied: MediaTrackConstraints[] = []
  const track = {
    getCapabilities: () => (states === undefined ? {} : { backgroundBlur: states }),
    getConstraints: () => ({ width: { ideal: 640 } }),
    applyConstraints: (wish: MediaTrackConstraints) => {
      applied.push(wish)
      return refuses ? Promise.reject(new Error('no')) : Promise.resolve()
    },
  }
  return { track: track as unknown as MediaStreamTrack, applied }
}

test('it can be blurred where the browser leaves one the choice', () => {
  expect(canBlur(camera([true, false]).track)).toBe(true)
  for (const states of [undefined, [false], [true]])
    expect(canBlur(camera(states).track)).toBe(false)
  expect(canBlur({} as MediaStreamTrack)).toBe(false)
})

test('blurring keeps everything else that was wanted of the camera', async () => {
  const { track, applied } = camera([false, true])
  expect(await blur(track, true)).toBe(true)
  expect(applied).toEqual([{ width: { ideal: 640 }, backgroundBlur: true }])
})

test('where it cannot be, or is refused, the picture goes on as it is', async () => {
  const without = camera(undefined)
  expect(await blur(without.track, true)).toBe(false)
  expect(without.applied).toEqual([])
  expect(await blur(camera([false, true], true).track, true)).toBe(false)
})
