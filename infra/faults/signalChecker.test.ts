// The checker of what goes by in passing, on what is right and on each kind of fault.
import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { LoggedFact } from '../wire/truth.ts'
import type { Diary, Recording } from './recording.ts'
import { checkSignals } from './signalChecker.ts'

const ada = newId<'participant'>()
const one = { slower: 1, faster: 0, lost: 0 }
const none = { ...one, slower: 0 }
const tap = { name: 'reactions.send', data: { emoji: '👍' } } as const
const slower = { name: 'reactions.pace', data: { pace: 'slower' } } as const

const counted = (count: number): LoggedFact => ({
  ...{ seq: 1, id: newId<'fact'>(), at: 1, key: 'one', actor: 'system', visibleTo: 'all' },
  ...{ type: 'reactions.counted', version: 1, body: { counts: { '👍': count } } },
})
const told = (name: string, data: object, view: Recording['viewer']['kind']) => ({
  signals: [{ name, from: null, data, view }],
})
const burst = { counts: { '👍': 1 }, people: [{ participant: ada, emoji: '👍' }] }

interface Case {
  readonly role?: Role
  readonly did?: Diary['signalled']
  readonly heard?: Partial<Pick<Recording, 'signals' | 'gauges'>>
  readonly log?: LoggedFact[]
}

const judge = ({ role = 'student', did = [tap, slower], heard = {}, log = [] }: Case) =>
  checkSignals(log, [
    { name: 'Ada', actor: ada, role, signalled: did, signals: [], gauges: [], ...heard },
  ]).join()

describe('the checker of signals', () => {
  it('finds nothing wrong with what is right', () => {
    const log = [counted(1)]
    expect(judge({ log, heard: told('reactions.burst', burst, 'member') })).toBe('')
    expect(judge({ heard: told('reactions.gauge', one, 'staff') })).toBe('')
    expect(judge({ heard: { gauges: [{ view: 'staff', gauge: one }] } })).toBe('')
  })

  it('sees that somebody was told what is for others', () => {
    const toMember = { heard: told('reactions.gauge', none, 'member') }
    expect(judge(toMember)).toMatch(/Ada was told reactions.gauge, as member/)
    expect(judge({ heard: told('reactions.standings', {}, 'staff') })).toMatch(/as staff/)
    expect(judge({ heard: told('reactions.burst', burst, 'waiting') })).toMatch(/as waiting/)
    const asking = { gauges: [{ view: 'member' as const, gauge: none }] }
    expect(judge({ heard: asking })).toMatch(/the gauge, by asking, as member/)
  })

  it('sees what was counted that nobody sent, or nobody who may', () => {
    expect(judge({ log: [counted(2)] })).toMatch(/the log has 2 👍 of 1/)
    expect(judge({ log: [counted(1)], role: 'observer' })).toMatch(/the log has 1 👍 of 0/)
    const heard = told('reactions.burst', burst, 'member')
    expect(judge({ heard, did: [slower] })).toMatch(/sent 👍/)
    const twice = told('reactions.gauge', { ...one, lost: 1 }, 'staff')
    expect(judge({ heard: twice })).toMatch(/that 1 say lost, and 0 ever did.+2 say any, and 1/)
  })
})
