// The stream keys of a class as its staff sees them: the list, the addresses, and the secret that is told once.
import type { StreamKey } from '../../../shared/contract/broadcast.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../../shared/contract/index.ts'
import type { Refusal } from '../../../shared/errors.ts'
import type { Room } from '../../classroom/room.svelte.ts'

export type KeyId = StreamKey['key']
export interface Secret {
  readonly key: KeyId
  readonly label: string
  readonly secret: string
}

/** The same as the contract's `keyLabelLimit`; a test compares them. */
export const labelLimit = 60

/** What it needs of the room. */
type Asked = Pick<Room, 'request' | 'fail'>
type Wished = RequestInput<'broadcast.makeKey'>

const newestFirst = (one: StreamKey, other: StreamKey): number => other.madeAt - one.madeAt

export class StreamKeys {
  readonly #room: Asked
  #list = $state.raw<readonly StreamKey[] | null>(null)
  #servers = $state.raw<readonly string[]>([])
  #failed = $state.raw<Refusal | null>(null)
  #secret = $state.raw<Secret | null>(null)
  /** What is being done now. */
  #busy = $state<'make' | KeyId | null>(null)

  constructor(room: Asked) {
    this.#room = room
  }

  /** Null until they are known. */
  get list(): readonly StreamKey[] | null {
    return this.#list
  }

  get servers(): readonly string[] {
    return this.#servers
  }

  /** Why they are not known. */
  get failed(): Refusal | null {
    return this.#failed
  }

  get secret(): Secret | null {
    return this.#secret
  }

  get making(): boolean {
    return this.#busy === 'make'
  }

  changing(key: KeyId): boolean {
    return this.#busy === key
  }

  async load(): Promise<void> {
    const answer = await this.#room.request('broadcast.keys', {})
    this.#failed = answer.ok ? null : answer.error
    if (!answer.ok) return
    this.#servers = answer.output.servers
    this.#list = answer.output.keys.toSorted(newestFirst)
  }

  async make(wished: Wished): Promise<boolean> {
    const made = await this.#do('make', 'broadcast.makeKey', wished)
    if (made !== null) this.#tell(made)
    return made !== null
  }

  async rotate(key: KeyId): Promise<boolean> {
    const changed = await this.#do(key, 'broadcast.rotateKey', { key })
    if (changed !== null) this.#tell(changed)
    return changed !== null
  }

  async revoke(key: KeyId): Promise<boolean> {
    const revoked = await this.#do(key, 'broadcast.revokeKey', { key })
    if (revoked === null) return false
    this.#list = (this.#list ?? []).filter((one) => one.key !== key)
    if (this.#secret?.key === key) this.#secret = null
    return true
  }

  /** It was copied. */
  forget(): void {
    this.#secret = null
  }

  #tell({ secret, ...key }: StreamKey & { readonly secret: string }): void {
    const others = (this.#list ?? []).filter((one) => one.key !== key.key)
    this.#list = [key, ...others].toSorted(newestFirst)
    this.#secret = { key: key.key, label: key.label, secret }
  }

  async #do<N extends RequestName>(
    busy: 'make' | KeyId,
    name: N,
    input: RequestInput<N>,
  ): Promise<RequestOutput<N> | null> {
    this.#busy = busy
    const answer = await this.#room.request(name, input)
    this.#busy = null
    if (answer.ok) return answer.output
    this.#room.fail(answer.error)
    return null
  }
}
