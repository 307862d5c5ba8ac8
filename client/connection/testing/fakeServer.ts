// A server of one room as small as the frame rules allow: a log of numbered facts, answers to pulls,
// and a wire that the test tears, delays and repeats at will.
import type { Answer, Hello, Snapshot, Welcome } from '../../../shared/contract/room.ts'
import type { FactId, ParticipantId, SessionId } from '../../../shared/ids.ts'
import { origin, type Fact, type Frame, type Position } from '../../../shared/log.ts'
import type { Call, Dial, LinkEvents } from '../port.ts'

export interface Dialled {
  readonly hello: Hello
  readonly events: LinkEvents
  readonly commands: { call: Call; answer: (answer: Answer) => void }[]
  readonly requests: { call: Call; answer: (answer: Answer) => void }[]
  readonly signals: Call[]
  closed: boolean
}

const me = 'p' as ParticipantId

/** State of these tests: the numbers of the facts folded, in order. */
export const numbers = {
  initial: [] as readonly number[],
  evolve: (state: readonly number[], fact: Fact): readonly number[] => [...state, fact.seq],
  decode: (json: unknown): readonly number[] => json as readonly number[],
}

export class FakeServer {
  readonly dialled: Dialled[] = []
  /** Which numbers the reader may see. */
  readonly visible: (seq: number) => boolean
  /** Tells histories apart: a restored backup has another. */
  epoch = 'a'
  top = 0

  constructor(visible: (seq: number) => boolean = () => true) {
    this.visible = visible
  }

  readonly dial: Dial = (hello, events) => {
    const dialled: Dialled = {
      hello,
      events,
      commands: [],
      requests: [],
      signals: [],
      closed: false,
    }
    this.dialled.push(dialled)
    return {
      command: (call, answer) => dialled.commands.push({ call, answer }),
      request: (call, answer) => dialled.requests.push({ call, answer }),
      signal: (call) => dialled.signals.push(call),
      close: () => {
        dialled.closed = true
      },
    }
  }

  get last(): Dialled {
    return this.dialled.at(-1)!
  }

  position(seq: number): Position {
    return seq === 0 ? origin : { seq, id: `${this.epoch}${seq}` as FactId }
  }

  seen(upto: number): number[] {
    return Array.from({ length: upto }, (_, index) => index + 1).filter(this.visible)
  }

  frame(after: number, upto: number): Frame {
    const facts = this.seen(upto)
      .filter((seq) => seq > after)
      .map((seq): Fact => {
        const { id } = this.position(seq)
        return {
          seq,
          id: id!,
          type: 't',
          version: 1,
          visibleTo: 'all',
          body: {},
          at: seq,
          actor: null,
        }
      })
    return { after, upto: this.position(upto), facts }
  }

  snapshot(): Snapshot {
    const viewer = { participant: me, kind: 'member' } as const
    return { viewer, at: this.position(this.top), state: this.seen(this.top) }
  }

  since(have: Position | null): { frame?: Frame; snapshot?: Snapshot } {
    const known = have !== null && have.seq <= this.top && this.position(have.seq).id === have.id
    return known ? { frame: this.frame(have.seq, this.top) } : { snapshot: this.snapshot() }
  }

  welcome({ hello, events }: Dialled = this.last): void {
    const welcome: Welcome = {
      participant: me,
      session: hello.session as SessionId,
      now: Date.now(),
      ...this.since((hello.have?.at ?? null) as Position | null),
    }
    events.welcome(welcome)
  }

  /** Answers every pull that waits. */
  answerPulls(dialled: Dialled = this.last): void {
    for (const { call, answer } of dialled.requests.splice(0)) {
      const { have } = call.input as { have: Position }
      answer({ ok: true, output: this.since(have) })
    }
  }
}
