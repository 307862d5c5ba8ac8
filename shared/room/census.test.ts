import fc from 'fast-check'
import { Map } from 'immutable'
import { expect, it } from 'vitest'
import type { ParticipantId, SessionId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import { roles } from '../roles.ts'
import { censusOf, withoutPerson, withPerson } from './census.ts'

const participants = ['p1', 'p2', 'p3', 'p4'] as ParticipantId[]

const person = fc
  .record({
    participant: fc.constantFrom(...participants),
    role: fc.constantFrom(...roles),
    presences: fc.array(fc.boolean(), { maxLength: 2 }),
    admitted: fc.boolean(),
    visibleTo: fc.constantFrom<Visibility>('all', ['staff']),
  })
  .map(({ presences, ...rest }) => {
    const sessionOf = (n: number) => `${rest.participant}, stay ${n}` as SessionId
    const stays = presences.map((present, n) => ({ session: sessionOf(n), present }))
    return { ...rest, stays }
  })

const move = fc.oneof(person, fc.constantFrom(...participants))

it('counts as people come and go what counting all anew would', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      let people = Map<
        ParticipantId,
        typeof person extends fc.Arbitrary<infer Person> ? Person : never
      >()
      for (const next of moves) {
        censusOf(people)
        people = typeof next === 'string' ? withoutPerson(people, next) : withPerson(people, next)
      }
      const { shown, dropped, sessions, ...counts } = censusOf(people)
      const {
        shown: shownAnew,
        dropped: droppedAnew,
        sessions: sessionsAnew,
        ...countsAnew
      } = censusOf(Map(people.entries()))
      expect(counts).toEqual(countsAnew)
      expect(shown.toJS()).toEqual(shownAnew.toJS())
      expect(dropped.toJS()).toEqual(droppedAnew.toJS())
      expect(sessions.toJS()).toEqual(sessionsAnew.toJS())
      const present = people.valueSeq().filter(({ stays }) => stays.some((stay) => stay.present))
      expect(counts.here).toBe(present.count())
    }),
  )
})
