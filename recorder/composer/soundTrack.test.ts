import { expect, test } from 'vitest'
import { silence, type Sound } from './limiter.ts'
import { sampleRate, SoundTrack } from './soundTrack.ts'

const packet = 960

const level = (value: number, samples = packet): Sound => ({
  left: new Float32Array(samples).fill(value),
  right: new Float32Array(samples).fill(-value),
})

function heard(track: SoundTrack, from: number, samples: number): Sound {
  const block = silence(samples)
  track.addTo(block, from)
  return block
}

test('a packet is heard at its time, and silence around it', () => {
  const track = new SoundTrack()
  track.write(2_000, level(0.5))
  const { left, right } = heard(track, 1_900, 1_300)
  expect(left[99]).toBe(0)
  expect(left[600]).toBe(0.5)
  expect(right[600]).toBe(-0.5)
  expect(left[1_060]).toBe(0)
})

test('packets follow each other without a seam', () => {
  const track = new SoundTrack()
  // Times are rounded on their way.
  for (const [n, error] of [0, 12, -20, 30].entries()) track.write(n * packet + error, level(0.5))
  expect(heard(track, 200, 3 * packet).left.every((sample) => sample === 0.5)).toBe(true)
})

test('a missing packet is silence of its length', () => {
  const track = new SoundTrack()
  track.write(0, level(0.5))
  track.write(2 * packet, level(0.5))
  const { left } = heard(track, 0, 3 * packet)
  expect(left.subarray(packet, 2 * packet).every((sample) => sample === 0)).toBe(true)
  expect(left[2 * packet + 200]).toBe(0.5)
})

test.each([1.001, 0.999])('a clock of %f is followed by single samples', (rate) => {
  const track = new SoundTrack()
  const seconds = 60
  let worst = 0
  for (let n = 0; n < seconds * 50; n += 1) {
    const at = Math.round(n * packet * rate)
    // Each packet says in its samples when it was to be heard.
    track.write(at, level(n + 1))
    const block = heard(track, at, 200)
    const begins = block.left.findIndex((sample) => sample === n + 1)
    if (n > 0) worst = Math.max(worst, begins < 0 ? packet : begins)
  }
  expect(track.late).toBe(0)
  expect(worst).toBeLessThan(sampleRate / 200)
})

test('what comes after its time is left out and counted', () => {
  const track = new SoundTrack()
  track.write(0, level(0.5))
  heard(track, 0, 4 * packet)
  track.write(packet, level(0.5))
  expect(track.late).toBe(1)
  track.write(5 * packet, level(0.25))
  expect(heard(track, 5 * packet, packet).left[500]).toBe(0.25)
})

test('a clock that jumps back takes along what was not heard yet', () => {
  const track = new SoundTrack()
  for (let n = 0; n < 10; n += 1) track.write(n * packet, level(0.5))
  track.write(8 * packet, level(0.25))
  expect(heard(track, 7 * packet, packet).left[500]).toBe(0.5)
  expect(heard(track, 8 * packet, packet).left[500]).toBe(0.25)
  expect(heard(track, 9 * packet, packet).left[500]).toBe(0)
})

test('after a long silence nothing of long ago is heard', () => {
  const track = new SoundTrack()
  track.write(0, level(0.5))
  track.write(10 * sampleRate, level(0.25))
  expect(heard(track, 10 * sampleRate - packet, packet).left.every((sample) => sample === 0)).toBe(
    true,
  )
  expect(heard(track, 10 * sampleRate, packet).left[500]).toBe(0.25)
})
