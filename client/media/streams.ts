// The streams that this device receives, and which of them are shown and played: while it is being moved, or
// others are, the same comes twice for a moment. Knows no server.
import type { Consumer } from 'mediasoup-client/types'
import type { SourceId } from '../../shared/ids.ts'
import { Arrivals } from './arrivals.ts'
import { currentOf, isMoved, twinsOf, type Stream } from './twins.ts'

/** While something comes twice, it is looked so often whether the new flows. */
const lookMs = 40

export interface Received extends Omit<Stream, 'leaving'> {
  readonly consumer: Consumer
}

export class Streams {
  readonly #changed: () => void
  readonly #arrivals = new Arrivals()
  #received = new Map<string, Received>()
  #leaving = new Map<string, Received>()
  #shown = new Map<SourceId, MediaStreamTrack>()
  #heard = new Map<string, MediaStreamTrack>()
  #looking: ReturnType<typeof setTimeout> | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Of the person and kind of this source, what flows. */
  track(source: SourceId): MediaStreamTrack | null {
    return this.#shown.get(source) ?? null
  }

  /** What is to be played, by consumer. */
  get sounds(): ReadonlyMap<string, MediaStreamTrack> {
    return this.#heard
  }

  /** Which source each track is. */
  get tracks(): [track: string, source: SourceId][] {
    return this.#all.map(({ consumer, source }) => [consumer.track.id, source])
  }

  sourceOf(consumer: string): SourceId | null {
    return (this.#received.get(consumer) ?? this.#leaving.get(consumer))?.source ?? null
  }

  change(come: readonly Received[], gone: readonly string[]): void {
    for (const id of gone) this.#received.get(id)?.consumer.close()
    for (const id of gone) this.#received.delete(id)
    for (const one of come) this.#received.set(one.consumer.id, one)
    if (come.length + gone.length > 0) this.#arrange()
  }

  /** Other transports take over: what comes goes on until `settle`. */
  leave(): void {
    this.#leaving = this.#received
    this.#received = new Map()
    this.#arrange()
  }

  /** Whether all comes by the other transports that came before. */
  get isMoved(): boolean {
    return isMoved(twinsOf(this.#all), this.#flows)
  }

  settle(): void {
    for (const { consumer } of this.#leaving.values()) consumer.close()
    this.#leaving = new Map()
    this.#arrange()
  }

  /** Their transports are closed, or will be. */
  clear(): void {
    this.#received = new Map()
    this.#leaving = new Map()
    this.#arrange()
  }

  get #all() {
    const marked = (received: Map<string, Received>, leaving: boolean) =>
      [...received.values()].map((one) => ({ ...one, leaving }))
    return [...marked(this.#leaving, true), ...marked(this.#received, false)]
  }

  readonly #flows = ({ consumer }: Pick<Received, 'consumer'>): boolean =>
    this.#arrivals.flows(consumer, Date.now())

  #arrange(): void {
    clearTimeout(this.#looking)
    const all = twinsOf(this.#all)
    const isChanging = (twins: (typeof all)[number]) => twins.length > 1 || twins[0]?.leaving
    const changing = all
      .filter(isChanging)
      .flatMap((twins) => twins.map(({ consumer }) => consumer))
    this.#arrivals.look(changing, Date.now())
    this.#shown = new Map()
    this.#heard = new Map()
    for (const twins of all) {
      const current = currentOf(twins, this.#flows)
      for (const { source } of twins)
        if (current[0] !== undefined) this.#shown.set(source, current[0].consumer.track)
      for (const { consumer } of current)
        if (consumer.kind === 'audio') this.#heard.set(consumer.id, consumer.track)
    }
    this.#changed()
    if (changing.length > 0)
      this.#looking = setTimeout(() => {
        this.#arrange()
      }, lookMs)
  }
}
