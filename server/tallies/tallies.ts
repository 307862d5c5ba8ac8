// Running tallies: what is counted from a room's state (votes, upvotes) is told to this node's people at
// most four times a second, because the facts behind it go to hardly anybody. It knows no feature.
import type { SignalData, SignalName } from '../../shared/contract/index.ts'
import { initialRoom, type RoomState } from '../../shared/room/state.ts'
import type { Room } from '../rooms/room.ts'

/** A volatile message with what changed. */
export type Telling = { [Name in SignalName]: { name: Name; data: SignalData<Name> } }[SignalName]

/** What changed in one feature's counts from one state to a later one; empty is nothing. */
export type TallySource = (before: RoomState, after: RoomState) => readonly Telling[]

type TalliedRoom = Pick<Room, 'state' | 'size' | 'tell'> & {
  readonly log: Pick<Room['log'], 'isFresh'>
}

/** In ms. */
const tick = 250
/** Between two tellings in a room, by how many connections it has here. In ms. */
const pace = (size: number): number => (size > 2_000 ? 2_000 : size > 500 ? 1_000 : tick)
/** A slow reader misses volatile messages, so the last one is told once more. In ms. */
const settleAfter = 1_000

interface Told {
  state: RoomState
  at: number
  /** The state before the first change that was not repeated. */
  unsettled: RoomState | null
}

/** A room may have been counted in before it is looked at first. */
const nothingTold = (): Told => ({ state: initialRoom, at: -Infinity, unsettled: null })

export interface TalliesParts {
  readonly rooms: () => readonly TalliedRoom[]
  readonly sources: readonly TallySource[]
  /** A monotonic clock, in ms. */
  readonly elapsed: () => number
}

export class Tallies {
  readonly #parts: TalliesParts
  readonly #told = new WeakMap<TalliedRoom, Told>()

  constructor(parts: TalliesParts) {
    this.#parts = parts
  }

  /** Looks at every room; made to be called every `tick`. */
  look(): void {
    for (const room of this.#parts.rooms()) this.#lookAt(room)
  }

  #lookAt(room: TalliedRoom): void {
    const now = this.#parts.elapsed()
    const told = this.#told.get(room) ?? nothingTold()
    this.#told.set(room, told)
    if (told.state !== room.state && now - told.at >= pace(room.size)) this.#tell(room, told, now)
    else if (told.unsettled !== null && now - told.at >= settleAfter) {
      const { unsettled } = told
      told.unsettled = null
      this.#send(room, unsettled)
    }
  }

  #tell(room: TalliedRoom, told: Told, now: number): void {
    const before = told.state
    told.state = room.state
    if (!this.#send(room, before)) return
    told.at = now
    told.unsettled ??= before
  }

  #send(room: TalliedRoom, before: RoomState): boolean {
    const tellings = this.#parts.sources.flatMap((source) => source(before, room.state))
    if (room.size > 0 && room.log.isFresh())
      for (const { name, data } of tellings) room.tell(name, data)
    return tellings.length > 0
  }
}

/** Looks again and again; returns its stop. */
export function startTallies(parts: TalliesParts): () => void {
  const tallies = new Tallies(parts)
  const timer = setInterval(() => {
    tallies.look()
  }, tick)
  return () => {
    clearInterval(timer)
  }
}
