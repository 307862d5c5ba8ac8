// Which voices of a room are sent: all while there are few, else those that `Circles` chooses by how loud they are.
import type { types } from 'mediasoup'
import type { SfuEvents } from '../shared/contract/sfu.ts'
import type { RoomId } from '../shared/ids.ts'
import { Levels } from './levels.ts'
import type { Source } from './source.ts'
import type { Sources } from './sources.ts'
import { Circles, type Heard } from './voices.ts'

export interface HearingParts {
  readonly room: RoomId
  readonly freeVoices: number
  readonly sources: Pick<Sources, 'all' | 'byProducer'>
  readonly onSpeakers: (speakers: SfuEvents['speakers']) => void
}

export class Hearing {
  readonly #parts: HearingParts
  readonly #circles: Circles
  #levels: Levels | null = null

  constructor(parts: HearingParts) {
    this.#parts = parts
    this.#circles = new Circles(parts.freeVoices)
  }

  async listen(router: types.Router): Promise<void> {
    const { room, sources, onSpeakers } = this.#parts
    this.#levels = await Levels.create({
      room,
      router,
      sourceOf: (producerId) => sources.byProducer(producerId),
      onSpeakers,
      onHeard: (heard) => this.choose(heard),
    })
  }

  async add(source: Source): Promise<void> {
    if (source.kind !== 'microphone') return
    this.choose()
    await this.#levels?.add(source)
  }

  choose(heard: readonly Heard[] = []): void {
    const { all } = this.#parts.sources
    const mayBeQuiet = ({ kind, always }: Source) => kind === 'microphone' && !always
    const others = all.filter((source) => mayBeQuiet(source) && !source.paused)
    const open = new Map(others.map(({ id, circle }) => [id, circle]))
    const chosen = this.#circles.choose(open, heard, performance.now())
    for (const source of all) source.audible = !open.has(source.id) || chosen.has(source.id)
  }
}
