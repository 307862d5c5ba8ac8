// Reactions, and what students say of the pace.
import type { Area } from '../message.ts'

export const reactions = {
  react: 'React',
  thumbsUp: 'thumbs up',
  applause: 'applause',
  heart: 'heart',
  laughter: 'laughter',
  wonder: 'wonder',
  party: 'hooray',
  heard: { one: '{count} reaction: {which}', other: '{count} reactions: {which}' },
  forbidden: 'Reactions are switched off for students',
  takenFromYou: 'Staff switched off reactions for you',
  pace: 'The pace',
  paceText: 'Staff see how many, not who, for two minutes. Press again to take it back.',
  say_slower: 'Slower',
  say_faster: 'Faster',
  say_lost: 'Lost me',
  isLost: 'Lost',
  paceSays: 'The pace: {words}',
} as const satisfies Area
