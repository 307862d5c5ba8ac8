import { Map } from 'immutable'
import { expect, test } from 'vitest'
import { newId, type ParticipantId, type SessionId } from '../../shared/ids.ts'
import type { Person } from '../../shared/room/people.ts'
import type { Source } from '../../shared/room/sources.ts'
import type { RoomState } from '../../shared/room/state.ts'
import { partsOf, without, type KnownSeat } from './whereabouts.ts'

const one = { node: 'media-1', incarnation: newId<'incarnation'>() }
const two = { node: 'media-2', incarnation: newId<'incarnation'>() }

interface Somebody {
  readonly participant: ParticipantId
  readonly session: SessionId
  readonly person: Person
}

function somebody(name: string, present = true): Somebody {
  const participant: ParticipantId = newId()
  const session: SessionId = newId()
  const stay = { session, incarnation: newId<'incarnation'>(), device: 'computer', present }
  const given = { participant, name, role: 'student', admitted: true, stays: [stay] }
  return { participant, session, person: given as unknown as Person }
}

const seat = ({ participant, session }: Somebody, place: typeof one): KnownSeat => ({
  participant,
  session,
  ...place,
  at: 5,
  decision: { kind: 'moving', participant, from: 'media-9', cutFrom: null },
})
const camera = ({ participant, session }: Somebody, place: typeof one) =>
  ({ source: newId(), participant, session, ...place, kind: 'camera', paused: null }) as Source

function media(people: readonly Somebody[], sources: readonly Source[] = []) {
  return {
    people: Map(people.map(({ participant, person }) => [participant, person])),
    sources: Map(sources.map((source) => [source.source, source])),
  } as Pick<RoomState, 'people' | 'sources'>
}

const named = (parts: ReturnType<typeof partsOf>) =>
  parts.map(({ node, people }) => [node, people.map(({ name }) => name)])

test('people are where they were put last, with what they publish there', () => {
  const [ada, ben] = [somebody('Ada'), somebody('Ben', false)]
  const parts = partsOf(media([ada, ben], [camera(ada, two)]), [seat(ben, one), seat(ada, two)])
  expect(named(parts)).toEqual([
    ['media-1', ['Ben']],
    ['media-2', ['Ada']],
  ])
  const [bens, adas] = parts.flatMap(({ people }) => people)
  expect(bens).toMatchObject({ here: false, sources: [] })
  expect(adas).toMatchObject({ here: true, sources: [{ kind: 'camera', paused: false }] })
  expect(adas?.placed).toMatchObject({ at: 5 })
})

test('who is moving is at both places, by what is still published at the old one', () => {
  const ada = somebody('Ada')
  const parts = partsOf(media([ada], [camera(ada, one)]), [seat(ada, two)])
  expect(named(parts)).toEqual([
    ['media-1', ['Ada']],
    ['media-2', ['Ada']],
  ])
  expect(parts[0]?.people[0]).toMatchObject({ placed: null, movesTo: 'media-2' })
  expect(parts[1]?.people[0]).toMatchObject({ movesTo: null })
})

test('a seat of a device that is not in class any more is nobody’s', () => {
  const ada = somebody('Ada')
  expect(partsOf(media([ada]), [seat(somebody('Old'), one)])).toEqual([])
})

test('who has media nowhere is told apart', () => {
  const [ada, ben] = [somebody('Ada'), somebody('Ben')]
  const all = media([ada, ben])
  const there = partsOf(all, [seat(ada, one)])
  expect(without(all, there)).toEqual([{ participant: ben.participant, name: 'Ben' }])
})
