// The checker on a history that is right, and on the same history with each kind of fault planted.
import { describe, expect, it } from 'vitest'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import type { LoggedFact } from '../wire/truth.ts'
import { asTold, expectedRoom } from '../wire/truth.ts'
import { check } from './checker.ts'
import { checkLog } from './logChecker.ts'
import { emptyDiary, type Recording } from './recording.ts'

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

const told = log.map(asTold)

function recordingOf(actor: ParticipantId, changes: Partial<Recording> = {}): Recording {
  const own = log.filter((fact) => fact.actor === actor)
  const viewer = { participant: actor, kind: 'member' as const }
  return {
    ...emptyDiary(),
    name: actor === ada ? 'Ada' : 'Emmy',
    actor,
    role: 'student',
    signals: [],
    viewer,
    over: false,
    have: { seq: 4, id: log[3]!.id },
    room: expectedRoom(log, viewer),
    heard: [{ kind: 'facts', facts: told, fresh: true }],
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
      { kind: 'facts' as const, facts: told.slice(0, 1), fresh: true },
      { kind: 'reset' as const, seq: 3, view: 'member' as const },
      { kind: 'facts' as const, facts: told.slice(3), fresh: false },
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
      { kind: 'facts' as const, facts: [told[1]!, told[0]!, told[2]!, told[3]!], fresh: true },
    ]
    expect(check(log, withAda({ heard })).join()).toMatch(/Ada heard 1 after 2/)
  })

  it('sees what somebody never heard, heard otherwise, or does not show', () => {
    const heard = [{ kind: 'facts' as const, facts: told.toSpliced(2, 1), fresh: true }]
    expect(check(log, withAda({ heard })).join()).toMatch(/Ada never heard 3/)
    const other = { ...told[0]!, body: { ...told[0]!.body, text: 'won' } }
    const misheard = [{ kind: 'facts' as const, facts: [other, ...told.slice(1)], fresh: true }]
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

  it('sees that somebody heard, or found, what they may not know', () => {
    const secret = { ...said(5, emmy, 'five'), visibleTo: ['staff', emmy] } as const
    const longer = [...log, secret]
    const room = expectedRoom(longer, { participant: ada, kind: 'member' })
    const rest = { have: { seq: 5, id: secret.id }, room }
    const heard = [{ kind: 'facts' as const, facts: [...told, asTold(secret)], fresh: true }]
    expect(check(longer, withAda({ ...rest, heard })).join()).toMatch(
      /Ada heard 5, which they may not know/,
    )
    const found = [{ viewer: recordingOf(ada).viewer, facts: [asTold(secret)] }]
    expect(check(longer, withAda({ ...rest, found })).join()).toMatch(
      /Ada found 5, which they may not know/,
    )
  })

  it('sees a second vote, one that came late, and a count that is not what was voted', () => {
    const poll = newId<'poll'>()
    const fact = (seq: number, type: string, body: object): LoggedFact => ({
      ...said(seq, ada, ''),
      actor: null,
      key: String(seq),
      type,
      body: { poll, ...body },
    })
    const vote = (seq: number, choice: number) =>
      fact(seq, 'polls.voted', { voter: 'one', choices: [choice], text: null })
    const counted = { voters: 1, counts: [1, 0], texts: [] }
    const votes = [
      fact(1, 'polls.opened', { changes: false, options: ['a', 'b'] }),
      vote(2, 0),
      fact(3, 'polls.closed', {}),
      fact(4, 'polls.counted', counted),
    ]
    expect(checkLog(votes)).toEqual([])
    expect(checkLog(votes.with(2, vote(3, 1))).join()).toMatch(/vote 3 is somebody’s second/)
    expect(checkLog([...votes, vote(5, 1)]).join()).toMatch(/vote 5 came when its poll was closed/)
    const miscounted = fact(4, 'polls.counted', { ...counted, counts: [0, 1] })
    expect(checkLog(votes.with(3, miscounted)).join()).toMatch(/counts 1 voters, 0,1: 1 voted/)
  })

  it('sees that somebody acted who was not let in, or had left', () => {
    const place = { session: newId<'session'>(), incarnation: newId<'incarnation'>() }
    const person = { participant: ada, name: 'Ada', role: 'student', account: null, ...place }
    const body = { ...person, device: 'desktop', admitted: true, invite: null, mark: null }
    const came: LoggedFact = {
      ...{ ...said(1, ada, ''), actor: 'system', key: 'join', type: 'people.joined', version: 2 },
      body: { ...body, member: false },
    }
    const message = said(2, ada, 'two')
    expect(checkLog([came, message])).toEqual([])
    const waiting = { ...came, body: { ...body, member: false, admitted: false } }
    expect(checkLog([waiting, message]).join()).toMatch(/2\) is by somebody who was not let in/)
    const gone = { ...said(2, ada, ''), type: 'people.left', body: { participant: ada } }
    expect(checkLog([came, gone, said(3, ada, 'x')]).join()).toMatch(
      /3\) is by somebody who had left/,
    )
  })
})
