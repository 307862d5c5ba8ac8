// Which sources a device asks for.
import { expect, test } from 'vitest'
import type { ParticipantId, SourceId } from '../../shared/ids.ts'
import type { Source, SourceKind } from '../../shared/room/sources.ts'
import { isSameWish, spoken, wishOf, type Look } from './wish.ts'

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

const look: Look = { height: 360, priority: 1 }
const ids = (wish: ReturnType<typeof wishOf>) => wish.map(({ source }) => source)

test('all sound of others, and only the pictures that are looked at, as large as that', () => {
  const looksAt = ({ source: id }: Source): Look | null => (id === 'slides' ? look : null)
  expect(spoken(wishOf(sources, { me, sound: true, looksAt }))).toEqual({
    wish: ['voice', 'film', 'slides'],
    looks: [{ source: 'slides', height: 360, priority: 1 }],
  })
})

test('a device that left the sound to another asks for none, and nobody hears themselves', () => {
  const wish = wishOf(sources, { me, sound: false, looksAt: () => look })
  expect(ids(wish)).toEqual(['face', 'slides'])
})

test('in a huge class sound comes before pictures', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => source(`${index}`, 'x', 'camera'))
  const wish = wishOf([...crowd, ...sources], { me, sound: true, looksAt: () => look })
  expect(wish).toHaveLength(200)
  expect(ids(wish).slice(0, 2)).toEqual(['voice', 'film'])
})

test('another size is another wish, another order is not', () => {
  const seen = (height: number) =>
    wishOf(sources, { me, sound: true, looksAt: () => ({ height, priority: 1 }) })
  expect(isSameWish(seen(360), seen(360).toReversed())).toBe(true)
  expect(isSameWish(seen(360), seen(720))).toBe(false)
  expect(isSameWish(seen(360), seen(360).slice(1))).toBe(false)
})

test('a picture that may move less often is another wish, and says so', () => {
  const seen = (calm: boolean) =>
    wishOf(sources, { me, sound: false, looksAt: () => ({ ...look, ...(calm && { calm }) }) })
  expect(isSameWish(seen(true), seen(false))).toBe(false)
  expect(spoken(seen(true)).looks).toContainEqual({ source: 'face', ...look, calm: true })
  expect(spoken(seen(false)).looks).toContainEqual({ source: 'face', ...look })
})
