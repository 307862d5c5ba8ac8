// Reactions, and what students say of the pace.
import type { Area } from '../message.ts'

export const reactions = {
  react: 'React',
  set: 'Reactions',
  thumbsUp: 'thumbs up',
  applause: 'applause',
  heart: 'heart',
  laughter: 'laughter',
  wonder: 'wonder',
  party: 'hooray',
  heard: { one: '{count} reaction: {which}', other: '{count} reactions: {which}' },
  forbidden: 'Reactions are switched off for students',
  takenFromYou: 'Staff switched off reactions for you',
  notLive: 'The class has not begun',
  pace: 'The pace',
  paceText: 'Staff see how many, not who. It holds for two minutes; press again to take it back.',
  say_slower: 'Slower',
  say_faster: 'Faster',
  say_lost: 'Lost me',
  gauge_slower: 'Slower',
  gauge_faster: 'Faster',
  gauge_lost: 'Lost',
  paceSays: 'The pace: {words}',
} as const satisfies Area
