// Which pictures do not come because this device's link is weak, as the sfu says every two seconds.
import { Set } from 'immutable'
import type { SourceId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'

/** Said again more often than this; silence means that it is over. */
const lapseMs = 5_000

export class Starved {
  #sources = $state.raw(Set<SourceId>())
  #lapse: ReturnType<typeof setTimeout> | undefined
  readonly #undo: () => void

  constructor(room: Room) {
    this.#undo = room.onSignal('media.starved', ({ sources }) => {
      this.#take(Set(sources))
    })
  }

  get any(): boolean {
    return !this.#sources.isEmpty()
  }

  has(source: SourceId): boolean {
    return this.#sources.has(source)
  }

  close(): void {
    clearTimeout(this.#lapse)
    this.#undo()
  }

  #take(sources: Set<SourceId>): void {
    clearTimeout(this.#lapse)
    if (!sources.equals(this.#sources)) this.#sources = sources
    if (sources.size > 0) this.#lapse = setTimeout(() => this.#take(Set()), lapseMs)
  }
}
