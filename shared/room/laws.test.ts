// The laws every feature obeys, tested with random lives of rooms.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Audience } from '../contract/define.ts'
import { facts as specs } from '../contract/index.ts'
import type { Fact } from '../log.ts'
import { show } from './marks.ts'
import { rosterLimit } from './people.ts'
import { roomRules } from './rules.ts'
import {
  decodeRoom,
  encodeRoom,
  evolveRoom,
  initialRoom,
  projectRoom,
  type RoomState,
} from './state.ts'
import { cast, moves, opening, play } from './testing.ts'
import type { ViewKind, Viewer } from './viewer.ts'

/** Comparable form: maps have no order worth comparing. */
function plain(state: RoomState): unknown {
  const encoded = encodeRoom(state) as Record<string, unknown>
  const sorted = (list: unknown) =>
    (list as object[]).map((item) => JSON.stringify(item)).sort((a, b) => a.localeCompare(b))
  return { ...encoded, people: sorted(encoded['people']), sources: sorted(encoded['sources']) }
}

const fold = (facts: readonly Fact[]) => facts.reduce(evolveRoom, initialRoom)
/** Some with more people than a roster shows to all. */
const crowds = fc.constantFrom(0, 0, 0, rosterLimit)
const lives = fc
  .tuple(moves, crowds)
  .map(([script, crowd]) => play([...opening({ crowd }), ...script]))

/** What random lives must come to, or the laws were tested on too little. */
const reached = [
  'boards.backgroundSet',
  'boards.cleared',
  'boards.closed',
  'boards.collected',
  'boards.frozen',
  'boards.givenBack',
  'boards.handedOut',
  'boards.hidden',
  'boards.hiddenAgain',
  'boards.hidingEnded',
  'boards.layerBegun',
  'boards.opened',
  'boards.pageMoved',
  'boards.pageRemoved',
  'boards.pageRestored',
  'boards.pagesAdded',
  'boards.personRightSet',
  'boards.renamed',
  'boards.reopened',
  'boards.revealed',
  'boards.rightSet',
  'boards.sheetTaken',
  'boards.shown',
  'boards.wentBack',
  'boards.withdrawn',
  'breakouts.added',
  'breakouts.answered',
  'breakouts.called',
  'breakouts.ended',
  'breakouts.endSet',
  'breakouts.opened',
  'breakouts.placed',
  'breakouts.planned',
  'breakouts.removed',
  'breakouts.renamed',
  'breakouts.voiced',
  'broadcast.began',
  'broadcast.ended',
  'broadcast.interrupted',
  'broadcast.resumed',
  'chat.deleted',
  'chat.restored',
  'class.unattended',
  'flags.decided',
  'flags.raised',
  'hands.lowered',
  'lobby.changed',
  'moderation.banned',
  'moderation.lifted',
  'moderation.slowed',
  'people.admitted',
  'announcements.dismissed',
  'announcements.made',
  'announcements.withdrawn',
  'away.gone',
  'away.returned',
  'floor.answered',
  'floor.given',
  'floor.invited',
  'floor.returned',
  'timer.set',
  'timer.stopped',
  'people.appointed',
  'people.nodeLost',
  'people.restricted',
  'people.sentOut',
  'polls.closed',
  'polls.counted',
  'polls.discarded',
  'polls.dismissed',
  'polls.drafted',
  'polls.keyed',
  'polls.opened',
  'polls.published',
  'polls.reopened',
  'polls.revealed',
  'polls.voted',
  'questions.answered',
  'questions.answering',
  'questions.approved',
  'questions.asked',
  'questions.configured',
  'questions.deleted',
  'questions.dismissed',
  'questions.merged',
  'questions.pinned',
  'questions.refused',
  'questions.reopened',
  'questions.voted',
  'questions.written',
  'sources.closed',
  'sources.paused',
]

type Form = 'everyone' | 'all' | 'nobody' | 'staff' | 'subject' | 'staff, subject' | 'others'

/** To whom each audience may be told, the widest first. */
const told: Readonly<Record<Audience, readonly Form[]>> = {
  everyone: ['everyone'],
  all: ['all', 'staff'],
  acquainted: ['all', 'staff, subject', 'staff'],
  conversation: ['all', 'staff, subject', 'staff', 'subject', 'others'],
  author: ['all', 'staff, subject', 'staff'],
  board: ['all', 'staff, subject', 'staff'],
  concerned: ['staff, subject', 'staff'],
  staff: ['staff'],
  oneself: ['subject', 'nobody'],
  nobody: ['nobody'],
}

/** Whom a fact names: whoever else is told of it is one of the others. */
function formOf({ visibleTo, body, type }: Fact): Form {
  if (typeof visibleTo === 'string') return visibleTo
  const people = visibleTo.filter((one) => one !== 'staff')
  const named = Object.values(body) as unknown[]
  const unnamed = /^(questions|boards)\./.test(type) && people.length === 1
  if (!unnamed && !people.every((one) => named.includes(one))) return 'others'
  const staff = visibleTo.includes('staff')
  if (people.length === 0) return staff ? 'staff' : 'nobody'
  return staff ? 'staff, subject' : 'subject'
}

describe('the laws of a room', () => {
  test('law of views: projecting the fold equals folding what may be seen', () => {
    const viewers: fc.Arbitrary<Viewer> = fc.record({
      participant: fc.constantFrom(...cast),
      kind: fc.constantFrom<ViewKind>('staff', 'member', 'waiting'),
    })
    fc.assert(
      fc.property(lives, viewers, ({ facts }, viewer) => {
        expect(plain(projectRoom(fold(facts), viewer))).toEqual(plain(fold(show(facts, viewer))))
      }),
      { numRuns: 300 },
    )
  })

  test('who is not staff is told of nobody’s account, link or browser', () => {
    const kinds = fc.constantFrom<ViewKind>('member', 'waiting')
    let told = 0
    fc.assert(
      fc.property(lives, fc.constantFrom(...cast), kinds, ({ facts }, participant, kind) => {
        const viewer = { participant, kind }
        const seen = JSON.stringify([
          show(facts, viewer),
          encodeRoom(projectRoom(fold(facts), viewer)),
        ])
        const secrets = facts.flatMap(({ body }) => {
          const { account, invite, mark } = body as Record<string, unknown>
          return [account, invite, mark].filter((one) => typeof one === 'string')
        })
        told += secrets.length
        for (const secret of secrets) expect(seen).not.toContain(secret)
      }),
      { numRuns: 100 },
    )
    expect(told).toBeGreaterThan(0)
  })

  test('who is not staff never learns who asked a question without a name', () => {
    let asked = 0
    const others = fc.constantFrom<ViewKind>('member', 'waiting')
    fc.assert(
      fc.property(lives, fc.constantFrom(...cast), others, ({ facts }, participant, kind) => {
        const viewer = { participant, kind }
        const told = show(facts, viewer)
        const { questions } = projectRoom(fold(facts), viewer)
        for (const fact of facts) {
          if (fact.type !== 'questions.written') continue
          const { question, participant: author } = fact.body as Record<string, string>
          if (author === participant) continue
          asked += 1
          const about = told.filter(({ body }) => 'question' in body && body.question === question)
          const words = about.filter(({ type }) => /asked|approved|written/.test(type))
          for (const { body } of words) expect(Object.values(body)).not.toContain(author)
          for (const one of words.filter(({ type }) => type === 'questions.asked'))
            expect(one.actor).toBeNull()
          const kept = [...questions.open.values(), ...questions.closed]
          const found = kept.find((one) => one.question === question!)
          expect(JSON.stringify(found ?? null)).not.toContain(author)
        }
      }),
      { numRuns: 150 },
    )
    expect(asked).toBeGreaterThan(0)
  })

  test('a snapshot and its JSON give the state back', () => {
    fc.assert(
      fc.property(lives, ({ states }) => {
        const state = states.at(-1) ?? initialRoom
        const json = JSON.parse(JSON.stringify(encodeRoom(state))) as unknown
        expect(plain(decodeRoom(json))).toEqual(plain(state))
      }),
      { numRuns: 100 },
    )
  })

  test('evolve is total: any subset of facts in any order folds without throwing', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.boolean()), ({ facts }, keep) => {
        const some = facts.filter(() => keep.next().value === true)
        expect(() => fold(some.toReversed())).not.toThrow()
      }),
      { numRuns: 100 },
    )
  })

  test('facts fit their schemas, and redaction leaves number and shape', () => {
    fc.assert(
      fc.property(lives, ({ facts }) => {
        for (const fact of facts) {
          const spec = specs[fact.type as keyof typeof specs]
          expect(spec.body.safeParse(fact.body).error).toBeUndefined()
          const redacted = roomRules.redact(fact)
          expect(spec.body.safeParse(redacted.body).error).toBeUndefined()
          expect(Object.keys(redacted.body)).toEqual(Object.keys(fact.body))
        }
      }),
      { numRuns: 50 },
    )
  })

  test('random lives reach every type of fact, and tell none beyond the audience it states', () => {
    const types = new Set<string>()
    const widest = new Set<string>()
    const beyond: string[] = []
    for (const { facts } of fc.sample(lives, { numRuns: 800, seed: 7 }))
      for (const fact of facts) {
        const forms = told[specs[fact.type as keyof typeof specs].audience]
        const form = formOf(fact)
        types.add(fact.type)
        if (form === forms[0]) widest.add(fact.type)
        if (!forms.includes(form)) beyond.push(`${fact.type} to ${form}`)
      }
    expect(reached.filter((type) => !types.has(type))).toEqual([])
    expect(beyond).toEqual([])
    // Nor does any state a wider audience than it ever has; this one is rare.
    expect([...types].filter((type) => !widest.has(type) && type !== 'chat.restored')).toEqual([])
  })
})
