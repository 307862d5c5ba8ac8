// One life of a room played move by move, where a test needs to see each answer.
import type { InputOf } from '../../contract/index.ts'
import { isRefusal } from '../../errors.ts'
import type { Actor, Fact } from '../../log.ts'
import type { RoomCommand } from '../command.ts'
import { roomRules } from '../rules.ts'
import type { RoomState } from '../state.ts'
import { testId } from './cast.ts'

export class Life {
  facts: Fact[] = []
  state: RoomState = roomRules.initial
  now = 1_700_000_000_000

  /** Decides and folds; answers the types of what it made, or the refusal's code and reason. */
  do(actor: Actor, name: RoomCommand['name'], input: object): string[] | string {
    const command = { name, input, named: this.facts } as RoomCommand
    const context = { actor, now: this.now, id: testId(this.facts.length + 1_000) }
    const decision = roomRules.decide(this.state, command, context)
    if (isRefusal(decision)) return `${decision.code} ${decision.reason ?? ''}`.trim()
    for (const { redacts: _, anonymous: __, ...draft } of decision) {
      const seq = this.facts.length + 1
      const fact = { ...draft, seq, id: testId<'fact'>(seq), at: this.now, actor }
      this.facts.push(fact)
      this.state = roomRules.evolve(this.state, fact)
    }
    return decision.map(({ type }) => type)
  }

  /** Somebody comes; numbers make ids. */
  join(n: number, more: Partial<InputOf<'people.join'>> = {}): string[] | string {
    return this.do('system', 'people.join', {
      participant: testId<'participant'>(n),
      name: `person ${n}`,
      role: 'student',
      account: null,
      session: testId<'session'>(10_000 + n),
      incarnation: testId<'incarnation'>(21),
      device: 'desktop',
      invite: null,
      mark: `mark ${n}`,
      member: false,
      ...more,
    })
  }

  leave(n: number): string[] | string {
    return this.do(testId<'participant'>(n), 'people.leave', {})
  }

  drop(n: number): string[] | string {
    return this.do('system', 'people.drop', {
      participant: testId<'participant'>(n),
      session: testId<'session'>(10_000 + n),
      incarnation: testId<'incarnation'>(21),
    })
  }
}
