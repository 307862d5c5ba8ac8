// What passes on a layer: places of cursors and ink that is still wet. Gathered per tick, told to everybody
// at once in one message, never stored, and told to the other nodes as their readers' share.
import type { ParticipantId } from '../../shared/ids.ts'
import { passingKinds } from '../../shared/board/wire.ts'
import { goneMessage, passingMessage, whoMessage, type PassingKind, type Told } from './messages.ts'

/** Somebody whose hand is seen on the page; a person has one for each connection. */
export interface Hand {
  /** Unique in the cluster. */
  readonly id: string
  readonly participant: ParticipantId
  readonly name: string
}

export interface Passed {
  readonly hand: Hand
  /** Null when the hand is gone. */
  readonly what: PassingKind | null
  readonly bytes: Uint8Array
}

/** In ms: between ticks, and how long a hand of another node is shown that says nothing any more. */
const tick = 25
const silence = 4_000

/** Of places only the last counts. */
function onlyNewest(passed: readonly Passed[]): Passed[] {
  const places = new Map<string, Passed>()
  const rest: Passed[] = []
  for (const one of passed)
    if (one.what === passingKinds.place) places.set(one.hand.id, one)
    else rest.push(one)
  return [...places.values(), ...rest]
}

interface Known {
  readonly number: number
  readonly hand: Hand
  /** When it was heard of last, if it is another node's. */
  heard: number | null
}

export interface PassingParts {
  /** To every reader here. */
  readonly tell: (message: Uint8Array) => void
  /** To the other nodes. */
  readonly relay: (passed: readonly Passed[]) => void
  readonly now: () => number
}

export class PassingHub {
  readonly #parts: PassingParts
  readonly #known = new Map<string, Known>()
  #places = new Map<string, Passed>()
  #ink: Passed[] = []
  #outgoing: Passed[] = []
  #timer: NodeJS.Timeout | null = null
  #waiting = false
  #numbers = 0

  constructor(parts: PassingParts) {
    this.#parts = parts
  }

  /** A hand of this node; answers its number. */
  add(hand: Hand): number {
    return this.#know(hand, null).number
  }

  /** Who is here, for somebody who comes. */
  everybody(): Uint8Array[] {
    return [...this.#known.values()].map(({ number, hand }) => whoMessage(number, hand))
  }

  remove(hand: Hand): void {
    this.#forget(hand.id)
    this.#outgoing.push({ hand, what: null, bytes: new Uint8Array() })
    this.#soon()
  }

  /** From a reader of this node. */
  pass(passed: Passed): void {
    this.#gather(passed)
    this.#outgoing.push(passed)
  }

  /** From another node. */
  hear(passed: readonly Passed[]): void {
    for (const one of passed) {
      if (one.what === null) this.#forget(one.hand.id)
      else {
        this.#know(one.hand, this.#parts.now()).heard = this.#parts.now()
        this.#gather(one)
      }
    }
  }

  /** Hands of other nodes that fell silent are taken off the page. */
  sweep(): void {
    const oldest = this.#parts.now() - silence
    for (const [id, { heard }] of this.#known)
      if (heard !== null && heard < oldest) this.#forget(id)
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #know(hand: Hand, heard: number | null): Known {
    const known = this.#known.get(hand.id)
    if (known !== undefined) return known
    const fresh = { number: (this.#numbers += 1), hand, heard }
    this.#known.set(hand.id, fresh)
    this.#parts.tell(whoMessage(fresh.number, hand))
    return fresh
  }

  #forget(id: string): void {
    const known = this.#known.get(id)
    if (known === undefined) return
    this.#known.delete(id)
    this.#places.delete(id)
    this.#ink = this.#ink.filter(({ hand }) => hand.id !== id)
    this.#parts.tell(goneMessage([known.number]))
  }

  #gather(passed: Passed): void {
    if (passed.what === passingKinds.place) this.#places.set(passed.hand.id, passed)
    else this.#ink.push(passed)
    this.#soon()
  }

  /** The first goes at once; what comes within the tick after it goes together at its end. */
  #soon(): void {
    if (this.#timer !== null) {
      this.#waiting = true
      return
    }
    this.#waiting = false
    setImmediate(() => {
      this.#flush()
    })
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (this.#waiting) this.#soon()
    }, tick)
  }

  #flush(): void {
    const told = [...this.#ink, ...this.#places.values()].flatMap(
      ({ hand, what, bytes }): Told[] => {
        const known = this.#known.get(hand.id)
        return known === undefined || what === null ? [] : [{ number: known.number, what, bytes }]
      },
    )
    this.#ink = []
    this.#places = new Map()
    if (told.length > 0) this.#parts.tell(passingMessage(told))
    const outgoing = this.#outgoing
    this.#outgoing = []
    if (outgoing.length > 0) this.#parts.relay(onlyNewest(outgoing))
  }
}
