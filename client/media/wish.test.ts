// Which sources a device asks for.
import { expect, test } from 'vitest'
import type { ParticipantId, SourceId } from '../../shared/ids.ts'
import type { Source, SourceKind } from '../../shared/room/sources.ts'
import { wishOf } from './wish.ts'

const source = (name: string, participant: string, kind: SourceKind) =>
  ({ source: name as SourceId, participant: participant as ParticipantId, kind }) as Source
const me = 'me' as ParticipantId
const sources = [
  source('my-mic', 'me', 'microphone'),
  source('face', 'ann', 'camera'),
  source('voice', 'ann', 'microphone'),
  source('slides', 'bob', 'screen'),
  source('film', 'bob', 'screenAudio'),
]

test('all sound of others, and only the pictures that are looked at', () => {
  const looksAt = ({ source: id }: Source): boolean => id === 'slides'
  expect(wishOf(sources, { me, sound: true, looksAt })).toEqual(['voice', 'film', 'slides'])
})

test('a device that left the sound to another asks for none, and nobody hears themselves', () => {
  expect(wishOf(sources, { me, sound: false, looksAt: () => true })).toEqual(['face', 'slides'])
})

test('in a huge class sound comes before pictures', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => source(`${index}`, 'x', 'camera'))
  const wish = wishOf([...crowd, ...sources], { me, sound: true, looksAt: () => true })
  expect(wish).toHaveLength(200)
  expect(wish.slice(0, 2)).toEqual(['voice', 'film'])
})
