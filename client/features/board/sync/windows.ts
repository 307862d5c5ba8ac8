// In which of their windows each person does something. All of them say again now and then where they are, and
// only the one in which something changed last says where the person is: others would be thrown to and fro.
import { decodePlace, type Place } from '../../../../shared/board/placeBytes.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'

const same = (one: object | null, other: object | null) =>
  JSON.stringify(one) === JSON.stringify(other)

/** Of one line; windows go by their numbers in `who`. */
export class Windows {
  readonly #places = new Map<number, Place>()
  readonly #foremost = new Map<ParticipantId, number>()

  /** Whether this place is the person's. */
  heed(person: ParticipantId, number: number, bytes: Uint8Array): boolean {
    const place = decodePlace(bytes)
    if (place === null) return false
    const before = this.#places.get(number) ?? null
    const view = place.view ?? before?.view ?? null
    this.#places.set(number, { ...place, view })
    const moved =
      before !== null && !(same(before.pointer, place.pointer) && same(before.view, view))
    if (moved || !this.#foremost.has(person)) this.#foremost.set(person, number)
    return this.#foremost.get(person) === number
  }

  gone(person: ParticipantId, number: number): void {
    this.#places.delete(number)
    if (this.#foremost.get(person) === number) this.#foremost.delete(person)
  }
}
