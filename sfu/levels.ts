// Who is heard in a room: mediasoup's audio observers, turned into one steady summary. It reads the
// levels that browsers write into packet headers and decodes nothing.
import type { types } from 'mediasoup'
import type { SfuEvents } from '../shared/contract/sfu.ts'
import type { RoomId, ParticipantId } from '../shared/ids.ts'
import type { Source } from './source.ts'
import type { Heard } from './voices.ts'

const quietestDb = -65
const loudestDb = -10
/** The shortest that the worker takes. */
const intervalMs = 250
/** So many that each of a class’s breakout rooms has somebody among them. */
const listed = 50
/** Those of other nodes are observed too, but told of there. */
const observed = 100

/** From the decibels of RFC 6464 (-127 to 0) to what a meter shows, 0 to 1. */
export function levelOf(decibels: number): number {
  const ratio = (decibels - quietestDb) / (loudestDb - quietestDb)
  return Math.round(Math.min(1, Math.max(0, ratio)) * 100) / 100
}

export interface LevelsOptions {
  readonly room: RoomId
  readonly router: types.Router
  readonly sourceOf: (producerId: string) => Source | undefined
  readonly onSpeakers: (speakers: SfuEvents['speakers']) => void
  readonly onHeard: (heard: readonly Heard[]) => void
}

export class Levels {
  readonly #volumes: types.AudioLevelObserver
  readonly #dominance: types.ActiveSpeakerObserver
  readonly #options: LevelsOptions
  #active: { participant: ParticipantId; producer: string } | null = null
  /** What was announced last has nobody in it. */
  #quiet = true

  private constructor(
    options: LevelsOptions,
    volumes: types.AudioLevelObserver,
    dominance: types.ActiveSpeakerObserver,
  ) {
    this.#options = options
    this.#volumes = volumes
    this.#dominance = dominance
    volumes.on('volumes', (heard) => this.#hear(heard))
    volumes.on('silence', () => this.#hear([]))
    dominance.on('dominantspeaker', ({ producer }) => this.#onDominant(producer.id))
  }

  static async create(options: LevelsOptions): Promise<Levels> {
    const [volumes, dominance] = await Promise.all([
      options.router.createAudioLevelObserver({
        interval: intervalMs,
        maxEntries: observed,
        threshold: quietestDb,
      }),
      options.router.createActiveSpeakerObserver(),
    ])
    return new Levels(options, volumes, dominance)
  }

  /** A producer that closes leaves the observers by itself. */
  async add({ producer, from }: Source): Promise<void> {
    const producerId = producer.id
    // Who is dominant elsewhere is told from there.
    if (from !== null) {
      await this.#volumes.addProducer({ producerId })
      return
    }
    producer.observer.once('close', () => this.#forget(producerId))
    producer.observer.on('pause', () => this.#forget(producerId))
    await Promise.all([
      this.#volumes.addProducer({ producerId }),
      this.#dominance.addProducer({ producerId }),
    ])
  }

  #onDominant(producer: string): void {
    const source = this.#options.sourceOf(producer)
    if (source) this.#active = { participant: source.owner.participant, producer }
  }

  #forget(producer: string): void {
    if (this.#active?.producer === producer) this.#active = null
  }

  #hear(heard: readonly types.AudioLevelObserverVolume[]): void {
    const known = heard.flatMap(({ producer, volume }) => {
      const source = this.#options.sourceOf(producer.id)
      return source === undefined ? [] : [{ source, decibels: volume }]
    })
    this.#options.onHeard(known.map(({ source: { id }, decibels }) => ({ source: id, decibels })))
    const here = known.filter(({ source }) => source.from === null).slice(0, listed)
    // Others may speak elsewhere for long; that nobody does here is said once.
    if (here.length === 0 && this.#quiet) return
    this.#quiet = here.length === 0
    this.#options.onSpeakers({
      room: this.#options.room,
      active: this.#active?.participant ?? null,
      levels: here.map(({ source: { id, owner }, decibels }) => ({
        participant: owner.participant,
        source: id,
        level: levelOf(decibels),
      })),
    })
  }
}
