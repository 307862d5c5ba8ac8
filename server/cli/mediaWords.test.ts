import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { alarm, occupant, percent } from './mediaWords.ts'

test('a small share is not nothing', () => {
  expect([0, 0.003, 0.42].map(percent)).toEqual(['0 %', '0.3 %', '42 %'])
})

test('one person is not people', () => {
  const of = (figure: number) =>
    alarm({ alert: 'LyceumDrainLate', level: 'ticket', about: 'media-1', room: null, figure })[3]
  expect([of(1), of(2)]).toEqual([
    'should be empty, and has 1 person',
    'should be empty, and has 2 people',
  ])
})

test('sources are called as the page calls them', () => {
  const sources = [
    { kind: 'screen', paused: false },
    { kind: 'screenAudio', paused: true },
  ] as const
  const ada = { participant: newId<'participant'>(), name: 'Ada', here: true, placed: null }
  expect(occupant({ ...ada, sources: [...sources], movesTo: null })).toContain(
    'Ada with screen, screen sound (off): ',
  )
})
