// Up to where each conversation was read in this tab, so that what is unread survives a reload. Knows no messages.
import type { ParticipantId } from '../../../shared/ids.ts'

export class Readings {
  readonly #name: string
  readonly #read: Map<string, number>
  /** False when one comes for the first time: then nothing that was said before is unread. */
  readonly returning: boolean

  constructor(participant: ParticipantId) {
    this.#name = `lyceum.read.${participant}`
    const kept = parse(this.#name)
    this.returning = kept !== null
    this.#read = kept ?? new Map<string, number>()
  }

  /** What began while one was away is unread from its beginning. */
  of(thread: string): number {
    return this.#read.get(thread) ?? 0
  }

  keep(thread: string, seq: number): void {
    if (this.#read.get(thread) === seq) return
    this.#read.set(thread, seq)
    try {
      sessionStorage.setItem(this.#name, JSON.stringify([...this.#read]))
    } catch {
      // Storage is full or refused: after a reload nothing is unread.
    }
  }
}

function parse(name: string): Map<string, number> | null {
  try {
    const text = sessionStorage.getItem(name)
    return text === null ? null : new Map(JSON.parse(text) as [string, number][])
  } catch {
    return null
  }
}
