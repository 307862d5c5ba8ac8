// What passes on a page: sends where one's own pointer is and the ink that is still wet, and tells whose
// pointers and ink the others' are. Goes by the layer in which one draws, so that hidden work stays hidden.
import { passingKinds } from '../../../../shared/board/wire.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'
import type { LayerCopy } from './layerCopy.ts'
import type { Passed } from './layerWire.ts'
import { Windows } from './windows.ts'

export interface Somebody {
  readonly id: ParticipantId
  readonly name: string
}

/** What the page does with what it hears. */
export interface PresencePort {
  place(person: Somebody, bytes: Uint8Array): void
  ink(person: Somebody, bytes: Uint8Array): void
  move(person: Somebody, bytes: Uint8Array): void
  gone(person: ParticipantId): void
  /** Everybody who is there, oneself in other windows among them. */
  here(people: readonly Somebody[]): void
}

/** In ms: places are sent no faster than this, and again after that long though nothing changed. */
const placeEvery = 60
const againEvery = 2_000
/** Whom a line that broke told of is shown no longer than this. */
const staleAfter = 4_000

/** Who is there by one layer's line. */
class Crowd {
  readonly #people = new Map<number, Somebody>()
  /** Told of since the line was opened. */
  readonly #fresh = new Set<number>()
  readonly #lost: (person: Somebody) => void
  readonly #came: () => void
  readonly windows = new Windows()
  #stale: ReturnType<typeof setTimeout> | undefined
  me: number | null = null

  constructor(came: () => void, lost: (person: Somebody) => void) {
    this.#came = came
    this.#lost = lost
  }

  get people(): IterableIterator<Somebody> {
    return this.#people.values()
  }

  get(number: number): Somebody | undefined {
    return number === this.me ? undefined : this.#people.get(number)
  }

  add(number: number, person: Somebody): void {
    this.#fresh.add(number)
    const before = this.#people.get(number)
    this.#people.set(number, person)
    if (before !== undefined && before.id !== person.id) this.#lost(before)
    this.#came()
  }

  remove(number: number): void {
    const person = this.#people.get(number)
    this.#people.delete(number)
    this.#fresh.delete(number)
    if (person === undefined) return
    this.windows.gone(person.id, number)
    this.#lost(person)
  }

  /** The line is open: who was not told of anew is there no more. */
  open(me: number): void {
    clearTimeout(this.#stale)
    this.me = me
    for (const number of [...this.#people.keys()]) if (!this.#fresh.has(number)) this.remove(number)
  }

  down(): void {
    this.#fresh.clear()
    this.me = null
    clearTimeout(this.#stale)
    this.#stale = setTimeout(() => {
      this.clear()
    }, staleAfter)
  }

  clear(): void {
    clearTimeout(this.#stale)
    for (const number of [...this.#people.keys()]) this.remove(number)
  }
}

export class Presence {
  readonly #port: PresencePort
  readonly #crowds = new Map<LayerCopy, Crowd>()
  readonly #undo = new Map<LayerCopy, () => void>()
  readonly #again: ReturnType<typeof setInterval>
  #by: LayerCopy | null = null
  /** What is sent next, and what is said again after that. */
  #place: Uint8Array | null = null
  #whole: Uint8Array | null = null
  #sentAt = -Infinity
  #soon: ReturnType<typeof setTimeout> | undefined

  constructor(port: PresencePort) {
    this.#port = port
    this.#again = setInterval(() => {
      if (performance.now() - this.#sentAt >= againEvery - placeEvery) this.#sendPlace()
    }, againEvery / 4)
  }

  /** From now on what passes there is told. */
  listen(copy: LayerCopy): void {
    const crowd = new Crowd(
      () => {
        this.#tellHere()
      },
      (person) => {
        this.#lose(person)
      },
    )
    this.#crowds.set(copy, crowd)
    const undo = [
      copy.on('who', (number, person) => {
        crowd.add(number, person)
      }),
      copy.on('gone', (number) => {
        crowd.remove(number)
      }),
      copy.on('passed', (passed) => {
        this.#hear(crowd, passed)
      }),
      copy.on('welcome', (_client, number) => {
        crowd.open(number)
        this.#place = this.#whole
        if (copy === this.#by) this.#sendPlace()
      }),
      copy.on('state', ({ link }) => {
        if (link !== 'open' && crowd.me !== null) crowd.down()
      }),
    ]
    this.#undo.set(copy, () => {
      for (const one of undo) one()
    })
  }

  /** These are the layers that are left, and by which of them one is seen. */
  keep(copies: readonly LayerCopy[], by: LayerCopy | null): void {
    for (const [copy, crowd] of this.#crowds) {
      if (copies.includes(copy)) continue
      this.#undo.get(copy)?.()
      this.#undo.delete(copy)
      this.#crowds.delete(copy)
      crowd.clear()
    }
    if (by === this.#by) return
    // Where one was seen until now, one is seen without a pointer.
    this.#by?.pass(passingKinds.place, nowhere)
    this.#by = by
    this.#place = this.#whole
    this.#sendPlace()
  }

  sendPlace(bytes: Uint8Array, whole: Uint8Array): void {
    this.#place = bytes
    this.#whole = whole
    const wait = this.#sentAt + placeEvery - performance.now()
    if (wait <= 0) this.#sendPlace()
    else
      this.#soon ??= setTimeout(() => {
        this.#sendPlace()
      }, wait)
  }

  sendInk(bytes: Uint8Array): void {
    this.#by?.pass(passingKinds.ink, bytes)
  }

  sendMove(bytes: Uint8Array): void {
    this.#by?.pass(passingKinds.move, bytes)
  }

  close(): void {
    clearInterval(this.#again)
    clearTimeout(this.#soon)
    this.keep([], null)
  }

  #sendPlace(): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    if (this.#place === null) return
    this.#sentAt = performance.now()
    this.#by?.pass(passingKinds.place, this.#place)
    this.#place = this.#whole
  }

  #hear(crowd: Crowd, { number, kind, bytes }: Passed): void {
    const person = crowd.get(number)
    if (person === undefined) return
    if (kind === passingKinds.place && !crowd.windows.heed(person.id, number, bytes)) return
    this.#port[heardAs[kind]](person, bytes)
  }

  /** Somebody may be there by another layer or window still. */
  #lose({ id }: Somebody): void {
    for (const crowd of this.#crowds.values())
      for (const one of crowd.people) if (one.id === id) return
    this.#port.gone(id)
    this.#tellHere()
  }

  #tellHere(): void {
    const people = [...this.#crowds.values()].flatMap((crowd) => [...crowd.people])
    this.#port.here([...new Map(people.map((person) => [person.id, person])).values()])
  }
}

const heardAs = {
  [passingKinds.place]: 'place',
  [passingKinds.ink]: 'ink',
  [passingKinds.move]: 'move',
} as const

/** A place without pointer and view, as `placeBytes.ts` writes it. */
const nowhere = Uint8Array.of(0)
