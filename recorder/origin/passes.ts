// Who may watch: whoever brings a token of their class that a server signed. A token that was believed once is
// remembered until it ends, because every viewer asks several times a second.
import { createPublicKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { watchAudience } from '../../shared/contract/recorder.ts'
import { isId, type RoomId } from '../../shared/ids.ts'

export interface TrustedKey {
  readonly kid: string
  /** Of a point on P-256, as a JWK has them. */
  readonly x: string
  readonly y: string
}

interface Believed {
  readonly room: RoomId
  /** In ms of the one clock. */
  readonly until: number
}

const mostBelieved = 10_000
/** Characters; ours have about 400. */
const longest = 2_000

export class Passes {
  readonly #now: () => number
  #issuer = ''
  #keys: ReadonlyMap<string, KeyObject> = new Map()
  readonly #believed = new Map<string, Believed>()

  /** `now` in ms of the one clock. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** From now on these alone. Throws when one is no point of the curve. */
  trust(issuer: string, keys: readonly TrustedKey[]): void {
    const key = ({ x, y }: TrustedKey) =>
      createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    this.#keys = new Map(keys.map((one) => [one.kid, key(one)]))
    this.#issuer = issuer
    this.#believed.clear()
  }

  /** The class that it is of; null when it is not to be believed. */
  roomOf(token: string): RoomId | null {
    const known = this.#believed.get(token)
    if (known !== undefined && known.until > this.#now()) return known.room
    this.#believed.delete(token)
    const read = token.length > longest ? null : this.#read(token)
    if (read !== null) this.#remember(token, read)
    return read?.room ?? null
  }

  #read(token: string): Believed | null {
    try {
      const key = this.#keys.get(jwt.decode(token, { complete: true })?.header.kid ?? '')
      if (key === undefined) return null
      const { sub, exp } = jwt.verify(token, key, {
        algorithms: ['ES256'],
        audience: watchAudience,
        issuer: this.#issuer,
        clockTimestamp: Math.floor(this.#now() / 1_000),
      }) as jwt.JwtPayload
      return isId<'room'>(sub) && exp !== undefined ? { room: sub, until: exp * 1_000 } : null
    } catch {
      return null
    }
  }

  /** The oldest makes room. */
  #remember(token: string, read: Believed): void {
    const [oldest] = this.#believed.keys()
    if (this.#believed.size >= mostBelieved && oldest !== undefined) this.#believed.delete(oldest)
    this.#believed.set(token, read)
  }
}
