// One's own sound in class: how it is treated, and who is told what.
import type { Area } from '../message.ts'

export const sound = {
  youAreMuted: 'You are speaking, but your microphone is off.',
  mine: 'Your sound',
  noise: 'Take away noise',
  echo: 'Take away echo',
  gain: 'Keep the loudness even',
  music: 'Music: stereo and untouched',
  musicHint: 'For instruments and films. With headphones only, or others hear themselves.',
  talk: 'Talk while {key} is held',
  talkHint: 'With the microphone off, and while nothing else has the focus.',
  tellMuted: 'Tell me when I speak with the microphone off',
  tellMutedHint: 'What is heard for this stays on your device.',
  pictures: 'Your pictures',
  blur: 'Blur my background',
  document: 'Show a second camera',
  documentHint: 'For a sheet or a thing; everybody sees it as they see a screen.',
  documentProblem: 'It does not start. Another program may be using it.',
  documentDevice: 'Second camera',
  chimes: 'Chimes',
} as const satisfies Area
