import { expect, test } from 'vitest'
import { parseTuning, soundConstraints } from './tuning.ts'

const speech = { noise: true, echo: true, gain: true, music: false }

test('what was remembered is read; anything odd is as for speech', () => {
  expect(parseTuning(null)).toEqual(speech)
  for (const odd of ['', '{', 'null', '7', '[]', '{"noise":"no"}'])
    expect(parseTuning(odd)).toEqual(speech)
  expect(parseTuning('{"noise":false,"music":true}')).toEqual({
    ...speech,
    noise: false,
    music: true,
  })
})

test('each switch turns its own treatment off', () => {
  expect(soundConstraints({ ...speech, noise: false })).toEqual({
    noiseSuppression: false,
    echoCancellation: true,
    autoGainControl: true,
  })
})

test('music goes out in stereo and untouched, whatever else is switched on', () => {
  expect(soundConstraints({ ...speech, music: true })).toEqual({
    noiseSuppression: false,
    echoCancellation: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
  })
})
