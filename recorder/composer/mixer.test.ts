import { expect, test } from 'vitest'
import { Mixer } from './mixer.ts'
import { SoundTrack } from './soundTrack.ts'

const frame = 1_600

function tone(amplitude: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, n) => amplitude * Math.sin(n / 20))
}

function track(amplitude: number, from: number, samples: number): SoundTrack {
  const made = new SoundTrack()
  const sound = tone(amplitude, samples)
  made.write(from, { left: sound, right: sound })
  return made
}

function mixed(tracks: readonly SoundTrack[], frames: number): Int16Array {
  const mixer = new Mixer()
  const bytes = Array.from({ length: frames }, (_, n) => mixer.mix(tracks, n * frame, frame))
  const all = Buffer.concat(bytes)
  return new Int16Array(all.buffer.slice(all.byteOffset, all.byteOffset + all.length))
}

const peak = (samples: Int16Array) =>
  samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0)

test('nobody is silence', () => {
  expect(mixed([], 2)).toEqual(new Int16Array(2 * frame * 2))
})

test('one voice stays as it is', () => {
  const samples = mixed([track(0.5, 200, 4_000)], 3)
  const wanted = tone(0.5, 4_000)
  for (let n = 1_000; n < 3_000; n += 1)
    expect(samples[(200 + n) * 2]).toBe(Math.round((wanted[n] ?? 0) * 32_767))
})

test('many voices never go beyond what can be written, and none jumps', () => {
  const voices = [0.9, 0.9, 0.9, 0.9].map((amplitude, n) => track(amplitude, 200 + n, 40_000))
  const samples = mixed(voices, 20)
  expect(peak(samples)).toBeLessThanOrEqual(32_767 * 0.95 + 1)
  const left = samples.filter((_, n) => n % 2 === 0)
  const largest = left
    .slice(1)
    .reduce((most, one, n) => Math.max(most, Math.abs(one - (left[n] ?? 0))), 0)
  // Of the tone itself at full scale, and a little for the gain's fall.
  expect(largest).toBeLessThan((32_767 / 20) * 1.6)
})

test('after a peak the gain comes back', () => {
  const loud = track(3, 0, 1_600)
  const voice = track(0.5, 0, 90_000)
  const samples = mixed([loud, voice], 50)
  expect(peak(samples.subarray(-frame * 2))).toBeGreaterThan(32_767 * 0.49)
})
