// The sources of one room on one router, whether published here or piped here, and the orders about them.
import type { types } from 'mediasoup'
import {
  mediaKindOf,
  type CloseReason,
  type Seat,
  type SfuInput,
  type SfuOutput,
} from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { ParticipantId, SourceId } from '../shared/ids.ts'
import type { SfuLimits } from './config.ts'
import { messageOf } from './mediaTransport.ts'
import { Source, type Ordered, type Publication } from './source.ts'
import { Wants } from './wants.ts'

/** Camera, microphone, screen and its sound, and as many again while one replaces another. */
const maxSourcesPerSeat = 8

/**
 * Whoever begins to watch, or looks at another layer, makes the publisher send a whole picture, which all who watch
 * pay for. So seldom it is asked for, whoever asks how often.
 */
const keyFrameEveryMs = 1_000

export interface NewSource extends Publication {
  readonly paused: boolean
  readonly produce: (options: {
    kind: 'audio' | 'video'
    paused: boolean
    keyFrameRequestDelay: number
  }) => Promise<types.Producer>
}

interface SourcesParts {
  readonly limits: SfuLimits
  /** Whether its owner still has a seat here. */
  readonly isSeated: (owner: Seat) => boolean
  readonly opened: (source: Source) => Promise<void>
  /** Another layer of it is the highest that anybody takes. */
  readonly demanded: (source: Source) => void
  /** Orders about some were obeyed. */
  readonly ordered: () => void
  readonly closed: (source: Source, reason: CloseReason) => void
}

/** Whoever sent far too much publishes nothing for so long. */
const barredMs = 60_000

interface Opening {
  readonly publication: Publication
  readonly source: Promise<Source>
}

export class Sources {
  readonly #parts: SourcesParts
  readonly #all = new Map<SourceId, Source>()
  readonly #opening = new Map<SourceId, Opening>()
  /** Until when. */
  readonly #barred = new Map<ParticipantId, number>()
  readonly #wants = new Wants()

  constructor(parts: SourcesParts) {
    this.#parts = parts
  }

  get all(): readonly Source[] {
    return [...this.#all.values()]
  }

  get(id: SourceId): Source | undefined {
    return this.#all.get(id)
  }

  byProducer(id: string): Source | undefined {
    return this.#all.values().find(({ producer }) => producer.id === id)
  }

  of({ session }: Seat): readonly Source[] {
    return this.all.filter((source) => source.owner.session === session)
  }

  async open(wished: NewSource): Promise<Source> {
    const { id, owner } = wished
    if (this.#all.has(id) || this.#opening.has(id)) {
      throw new LyceumError('conflict', 'There is a source with this id.')
    }
    if (this.#publishedBy(owner) >= maxSourcesPerSeat) {
      throw new LyceumError('full', 'This seat publishes too many sources.')
    }
    this.#turnBack(owner)
    return this.#make(wished)
  }

  /** What a pipe brings. Whoever brings the same meanwhile or later gets the same. */
  async adopt(brought: NewSource): Promise<Source> {
    const { id } = brought
    return this.#all.get(id) ?? this.#opening.get(id)?.source ?? this.#make(brought)
  }

  async want(input: SfuInput<'want'>): Promise<SfuOutput<'want'>> {
    const { participant } = input
    const applied = this.#wants.accept(input)
    const mine = () => this.all.filter(({ owner }) => owner.participant === participant)
    if (applied) {
      await Promise.all(mine().map((source) => this.#enforce(source)))
      this.#parts.ordered()
    }
    return { applied, actual: mine().map(({ id, paused }) => ({ source: id, paused })) }
  }

  withdraw({ source: id, session, participant }: SfuInput<'withdraw'>): void {
    const source = this.#all.get(id)
    if (source === undefined || source.confirmed) return
    const { owner } = source
    if (owner.session !== session || owner.participant !== participant)
      throw new LyceumError('forbidden')
    source.close('unwanted')
  }

  /** Here, with what is just being opened. */
  #publishedBy({ session }: Seat): number {
    const opening = [...this.#opening.values()].map(({ publication }) => publication)
    const isTheirs = ({ owner, from }: Publication) => from === null && owner.session === session
    // One that is just there may be among both.
    return new Set([...this.all, ...opening].filter(isTheirs).map(({ id }) => id)).size
  }

  #turnBack({ participant }: Seat): void {
    const retryAfter = (this.#barred.get(participant) ?? 0) - performance.now()
    if (retryAfter > 0) {
      const text = 'This device sent far too much. Try again in a minute.'
      throw new LyceumError('rateLimited', text, { retryAfter: Math.ceil(retryAfter) })
    }
    this.#barred.delete(participant)
  }

  #make(wished: NewSource): Promise<Source> {
    const making = this.#produce(wished).finally(() => this.#opening.delete(wished.id))
    this.#opening.set(wished.id, { publication: wished, source: making })
    return making
  }

  async #produce(wished: NewSource): Promise<Source> {
    const { kind, owner, produce } = wished
    const paused = this.#wanted(wished)?.paused ?? wished.paused
    const options = { kind: mediaKindOf(kind), paused, keyFrameRequestDelay: keyFrameEveryMs }
    const producer = await produce(options).catch(asInvalid)
    if (producer.closed || (wished.from === null && !this.#parts.isSeated(owner))) {
      producer.close()
      throw new LyceumError('unavailable', 'The seat ended while it published.')
    }
    return this.#add(wished, producer)
  }

  async #add(wished: NewSource, producer: types.Producer): Promise<Source> {
    const { confirmMs, unwatchedMs, layerHoldMs } = this.#parts.limits
    const { owner } = wished
    const source = new Source({
      ...wished,
      producer,
      confirmMs,
      unwatchedMs,
      layerHoldMs,
      onDemand: (changed) => this.#parts.demanded(changed),
      onClose: (closed, reason) => {
        this.#all.delete(closed.id)
        if (reason === 'excess') this.#barred.set(owner.participant, performance.now() + barredMs)
        this.#parts.closed(closed, reason)
      },
    })
    this.#all.set(source.id, source)
    // An order may have come while the worker made the producer; it is the newer truth.
    const ordered = this.#wanted(source)
    if (ordered) await source.apply(ordered)
    await this.#parts.opened(source)
    return source
  }

  #wanted({ owner, id }: Publication): Ordered | undefined {
    return this.#wants.of(owner.participant, id)
  }

  async #enforce(source: Source): Promise<void> {
    const ordered = this.#wanted(source)
    if (ordered) await source.apply(ordered)
    // Not yet confirmed means its fact may still be on the way; its own time limit decides.
    else if (source.confirmed) source.close('unwanted')
  }
}

function asInvalid(error: unknown): never {
  throw new LyceumError('invalid', `The media worker refused the source: ${messageOf(error)}`)
}
