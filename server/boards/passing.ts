// What passes on a layer: places of cursors, ink that is still wet and what is dragged. Gathered per tick, told to everybody
// at once in one message, never stored, and told to the other nodes as their readers' share.
import type { ParticipantId } from '../../shared/ids.ts'
import { passingKinds, type PassingKind } from '../../shared/board/wire.ts'
import { goneMessage, passingMessage, whoMessage, type Told } from './messages.ts'

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

/** In ms: between ticks, and how long a hand is shown that says nothing any more. */
const tick = 25
const silence = 4_000

/** Of ink all counts and in its order, of anything else only the last. */
function onlyNewest(passed: readonly Passed[]): Passed[] {
  const newest = new Map<string, Passed>()
  const rest: Passed[] = []
  for (const one of passed)
    if (isState(one)) newest.set(slotOf(one), one)
    else rest.push(one)
  return [...newest.values(), ...rest]
}

const isState = ({ what }: Passed) => what === passingKinds.place || what === passingKinds.move

const slotOf = ({ hand, what }: Passed) => `${what ?? ''}:${hand.id}`

interface Known {
  readonly number: number
  readonly hand: Hand
  /** False for a hand of another node, which is only known by what it passes. */
  readonly ours: boolean
  heard: number
  /** Whether the readers here were told who it is. */
  shown: boolean
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
  #newest = new Map<string, Passed>()
  #ink: Passed[] = []
  #outgoing: Passed[] = []
  #timer: NodeJS.Timeout | null = null
  #waiting = false
  #numbers = 0

  constructor(parts: PassingParts) {
    this.#parts = parts
  }

  /** A hand of this node, seen by others once it passes something; answers its number. */
  add(hand: Hand): number {
    return this.#know(hand, true).number
  }

  /** Whose hands are seen, for somebody who comes. */
  everybody(): Uint8Array[] {
    return [...this.#known.values()]
      .filter(({ shown }) => shown)
      .map(({ number, hand }) => whoMessage(number, hand))
  }

  remove(hand: Hand): void {
    this.#forget(hand.id)
    this.#outgoing.push({ hand, what: null, bytes: new Uint8Array() })
    this.#soon()
  }

  /** From a reader of this node. */
  pass(passed: Passed): void {
    this.#show(this.#know(passed.hand, true))
    this.#gather(passed)
    this.#outgoing.push(passed)
  }

  /** From another node. */
  hear(passed: readonly Passed[]): void {
    for (const one of passed) {
      if (one.what === null) this.#forget(one.hand.id)
      else {
        this.#show(this.#know(one.hand, false))
        this.#gather(one)
      }
    }
  }

  /** Hands that fell silent are taken off the page: their network may be gone, or their node. */
  sweep(): void {
    const oldest = this.#parts.now() - silence
    for (const known of this.#known.values()) {
      if (known.heard >= oldest) continue
      if (known.ours) this.#hide(known)
      else this.#forget(known.hand.id)
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #know(hand: Hand, ours: boolean): Known {
    const heard = this.#parts.now()
    const known = this.#known.get(hand.id)
    if (known !== undefined) {
      known.heard = heard
      return known
    }
    const fresh = { number: (this.#numbers += 1), hand, ours, heard, shown: false }
    this.#known.set(hand.id, fresh)
    return fresh
  }

  #show(known: Known): void {
    if (known.shown) return
    known.shown = true
    this.#parts.tell(whoMessage(known.number, known.hand))
  }

  #hide(known: Known): void {
    if (!known.shown) return
    known.shown = false
    for (const [slot, { hand }] of this.#newest)
      if (hand.id === known.hand.id) this.#newest.delete(slot)
    this.#ink = this.#ink.filter(({ hand }) => hand.id !== known.hand.id)
    this.#parts.tell(goneMessage([known.number]))
  }

  #forget(id: string): void {
    const known = this.#known.get(id)
    if (known === undefined) return
    this.#known.delete(id)
    this.#hide(known)
  }

  #gather(passed: Passed): void {
    if (isState(passed)) this.#newest.set(slotOf(passed), passed)
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
    const told = [...this.#ink, ...this.#newest.values()].flatMap(
      ({ hand, what, bytes }): Told[] => {
        const known = this.#known.get(hand.id)
        return known === undefined || what === null ? [] : [{ number: known.number, what, bytes }]
      },
    )
    this.#ink = []
    this.#newest = new Map()
    if (told.length > 0) this.#parts.tell(passingMessage(told))
    const outgoing = this.#outgoing
    this.#outgoing = []
    if (outgoing.length > 0) this.#parts.relay(onlyNewest(outgoing))
  }
}
