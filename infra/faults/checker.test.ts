// The checker on a history that is right, and on the same history with each kind of fault planted.
import { describe, expect, it } from 'vitest'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import type { LoggedFact } from '../wire/truth.ts'
import { expectedRoom } from '../wire/truth.ts'
import { check, type Recording } from './checker.ts'

const ada = newId<'participant'>()
const emmy = newId<'participant'>()

function said(seq: number, actor: ParticipantId, text: string): LoggedFact {
  const body = { participant: actor, name: 'A', role: 'student', text, replyTo: null }
  const place = { seq, id: newId<'fact'>(), at: 1_000 + seq, key: `key of ${text}`, actor }
  return { ...place, type: 'chat.said', version: 1, visibleTo: 'all', body }
}

const log = [
  said(1, ada, 'one'),
  said(2, emmy, 'two'),
  said(3, ada, 'three'),
  said(4, emmy, 'four'),
]

function recordingOf(actor: ParticipantId, changes: Partial<Recording> = {}): Recording {
  const own = log.filter((fact) => fact.actor === actor)
  const viewer = { participant: actor, kind: 'member' as const }
  return {
    name: actor === ada ? 'Ada' : 'Emmy',
    actor,
    viewer,
    have: { seq: 4, id: log[3]!.id },
    room: expectedRoom(log, viewer),
    heard: [{ kind: 'facts', facts: log, fresh: true }],
    sent: own.map(({ key, body, seq, id }) => {
      const { text } = body as { text: string }
      return { key, text, acknowledged: [{ seq, id }] }
    }),
    ...changes,
  }
}

const right = [recordingOf(ada), recordingOf(emmy)]
const withAda = (changes: Partial<Recording>) => [recordingOf(ada, changes), recordingOf(emmy)]

describe('the checker', () => {
  it('finds nothing wrong with what is right, nor with an answer that never came', () => {
    expect(check(log, right)).toEqual([])
    const silent = recordingOf(ada).sent.map((one) => ({ ...one, acknowledged: null }))
    expect(check(log, withAda({ sent: silent }))).toEqual([])
  })

  it('accepts a snapshot in place of the facts before it', () => {
    const heard = [
      { kind: 'facts' as const, facts: log.slice(0, 1), fresh: true },
      { kind: 'reset' as const, seq: 3 },
      { kind: 'facts' as const, facts: log.slice(3), fresh: false },
    ]
    expect(check(log, withAda({ heard }))).toEqual([])
  })

  it('sees that something acknowledged is missing', () => {
    const shorter = log.slice(0, 3)
    expect(check(shorter, right).join()).toMatch(/Emmy was told that “four” is 4, and it is not/)
  })

  it('sees that a message is doubled, or came from nowhere', () => {
    const again = { ...said(5, ada, 'one'), key: 'another key' }
    expect(check([...log, again], right).join()).toMatch(/“one” is doubled: 1 and 5/)
    expect(check([...log, said(5, ada, 'strange')], right).join()).toMatch(/nobody sent “strange”/)
  })

  it('sees gaps, swapped neighbours and a clock that runs backwards', () => {
    expect(check(log.toSpliced(1, 1), right).join()).toMatch(/has 3 where 2 belongs/)
    const swapped = log.map((fact, n) => (n === 0 ? { ...fact, at: 9_999 } : fact))
    expect(check(swapped, right).join()).toMatch(/time runs backwards at 2/)
    const heard = [
      { kind: 'facts' as const, facts: [log[1]!, log[0]!, log[2]!, log[3]!], fresh: true },
    ]
    expect(check(log, withAda({ heard })).join()).toMatch(/Ada heard 1 after 2/)
  })

  it('sees what somebody never heard, heard otherwise, or does not show', () => {
    const heard = [{ kind: 'facts' as const, facts: log.toSpliced(2, 1), fresh: true }]
    expect(check(log, withAda({ heard })).join()).toMatch(/Ada never heard 3/)
    const other = { ...log[0]!, body: { ...log[0]!.body, text: 'won' } }
    const misheard = [{ kind: 'facts' as const, facts: [other, ...log.slice(1)], fresh: true }]
    expect(check(log, withAda({ heard: misheard })).join()).toMatch(/heard another 1/)
    const room = expectedRoom(log.slice(0, 3), { participant: ada, kind: 'member' })
    expect(check(log, withAda({ room })).join()).toMatch(/Ada shows another room/)
    const have = { seq: 3, id: log[2]!.id }
    expect(check(log, withAda({ have })).join()).toMatch(/Ada stopped at 3 of 4/)
  })

  it('sees one sender’s messages in another order than they were sent', () => {
    const sent = recordingOf(ada).sent.toReversed()
    expect(check(log, withAda({ sent })).join()).toMatch(/“one” went before an earlier one/)
  })
})
