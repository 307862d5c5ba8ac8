// The taps of one room on one router: made for whoever asks, closed with their source, and when no recorder listens.
// Each request may come twice.
import type { CloseReason, Place, SfuInput, SfuOutput, TapOffer } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { RoomId, SourceId, TapId } from '../shared/ids.ts'
import type { Announce } from './announce.ts'
import type { Sources } from './sources.ts'
import { Tap, type TapParts } from './tap.ts'

/** Of all sources of a class twice: as it is recorded, and as it is broadcast. */
const most = 256
/** A recorder reports every second what it receives. */
const silenceMs = 30_000

export interface TapsParts extends TapParts {
  readonly room: RoomId
  readonly place: Place
  readonly sources: Pick<Sources, 'get'>
  /** A tap that nobody connected for so long closes. */
  readonly confirmMs: number
  readonly announce: Announce
}

export class Taps {
  readonly #parts: TapsParts
  readonly #open = new Map<TapId, Promise<Tap>>()
  readonly #all = new Map<TapId, Tap>()
  #looking = false

  constructor(parts: TapsParts) {
    this.#parts = parts
  }

  get all(): readonly Tap[] {
    return [...this.#all.values()]
  }

  /** As reports tell them. */
  get actual(): { readonly tap: TapId; readonly source: SourceId }[] {
    return this.all.map(({ id, source }) => ({ tap: id, source: source.id }))
  }

  async offer(asked: SfuInput<'tap.offer'>): Promise<TapOffer> {
    const tap = await (this.#open.get(asked.tap) ?? this.#make(asked))
    if (tap.isFor(asked)) return tap.offer
    throw new LyceumError('conflict', 'This is the id of another tap.')
  }

  async connect(asked: SfuInput<'tap.connect'>): Promise<void> {
    await (await this.#find(asked)).connect()
  }

  async resume(asked: SfuInput<'tap.resume'>): Promise<void> {
    await (await this.#find(asked)).resume()
  }

  /** Whoever asks for it need not be told. */
  end({ tap: id }: SfuInput<'tap.close'>): void {
    this.#open.get(id)?.then(
      (tap) => {
        this.#remove(tap)
      },
      () => undefined,
    )
  }

  /** With each report. */
  async look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    await Promise.all(this.all.map((tap) => tap.look()))
    this.#looking = false
    const { confirmMs } = this.#parts
    for (const tap of this.all) {
      if (!tap.isConnected && tap.silentMs > confirmMs) this.#close(tap, 'unconfirmed')
      else if (tap.silentMs > silenceMs) this.#close(tap, 'lost')
    }
  }

  closeOf(source: SourceId, reason: CloseReason): void {
    for (const tap of this.all) if (tap.source.id === source) this.#close(tap, reason)
  }

  async #find({ tap }: Pick<SfuInput<'tap.connect'>, 'tap'>): Promise<Tap> {
    const found = await this.#open.get(tap)?.catch(() => undefined)
    if (found === undefined) throw new LyceumError('missing', 'There is no such tap.')
    return found
  }

  #make(asked: SfuInput<'tap.offer'>): Promise<Tap> {
    if (this.#open.size >= most) throw new LyceumError('full', 'This room has too many taps.')
    const making = this.#create(asked)
    this.#open.set(asked.tap, making)
    making.catch(() => this.#open.delete(asked.tap))
    return making
  }

  async #create(asked: SfuInput<'tap.offer'>): Promise<Tap> {
    const source = this.#parts.sources.get(asked.source)
    if (source?.from !== null) throw new LyceumError('missing', 'This was not published here.')
    const tap = await Tap.open(this.#parts, source, asked)
    if (tap.consumer.closed || this.#parts.sources.get(source.id) !== source) {
      tap.close()
      throw new LyceumError('missing', 'It ended meanwhile.')
    }
    this.#all.set(tap.id, tap)
    return tap
  }

  #remove(tap: Tap): void {
    this.#open.delete(tap.id)
    this.#all.delete(tap.id)
    tap.close()
  }

  #close(tap: Tap, reason: CloseReason): void {
    this.#remove(tap)
    // A worker's death is one event that names its incarnation.
    if (reason === 'workerDied') return
    const { room, place, announce } = this.#parts
    announce('tapClosed', { room, ...place, tap: tap.id, source: tap.source.id, reason })
  }
}

type Begun = 'tap.offer' | 'tap.connect' | 'tap.resume'
type At = <T>(
  input: SfuInput<Begun>,
  act: (room: { readonly taps: Taps }) => Promise<T>,
) => Promise<T>

/** The body of each request but the last; `at` finds the room where the source was published. */
export const tapHandlers = (
  at: At,
): { readonly [N in Begun]: (input: SfuInput<N>) => Promise<SfuOutput<N>> } => ({
  'tap.offer': (input) => at(input, (room) => room.taps.offer(input)),
  'tap.connect': (input) => at(input, (room) => room.taps.connect(input).then(() => ({}))),
  'tap.resume': (input) => at(input, (room) => room.taps.resume(input).then(() => ({}))),
})
