// The stream keys that are valid, known by their SHA-256 alone and looked up in memory: an encoder is answered at
// once, and whoever reads this process's memory or its orders learns no key.
import { createHash } from 'node:crypto'

/** Of a stream key, in hex. */
export type KeyHash = string

/** What is published under a key: the input of a lesson or of a person. */
export type InputId = string

export const hashOf = (key: string): KeyHash => createHash('sha256').update(key).digest('hex')

export class Keyring {
  #inputs: ReadonlyMap<KeyHash, InputId> = new Map()

  /** All there are from now on. */
  load(inputs: ReadonlyMap<KeyHash, InputId>): void {
    this.#inputs = inputs
  }

  inputOf(hash: KeyHash): InputId | null {
    return this.#inputs.get(hash) ?? null
  }
}
