// Being away from one's device for a while.
import type { Area } from '../message.ts'

export const away = {
  go: 'I am away',
  goHint: 'Closes microphone and camera',
  return: 'I am back',
  shown: 'You are shown as away.',
  word: 'away',
} as const satisfies Area
