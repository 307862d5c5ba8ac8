// The keys that room tokens are signed with: made here, kept in the database, shared by all nodes,
// rotated with overlap. It knows nothing of what is signed.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { LyceumError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Clock } from './clock.ts'
import { rows, run, transaction, type Queryable } from '../storage/query.ts'

const second = 1000
/** How long a node may go on with what it read. */
const freshFor = 20 * second
/** An unknown key id asks the database at most this often. */
const askAgain = 2 * second
/** A new key is published this long before it signs, so that every node has read it. */
export const publishAhead = 60 * second
/** An old key is believed for longer than any token lives. */
export const believedAfter = 15 * 60 * second

export interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: PublicKey
  readonly signsAt: number
  readonly endsAt: number | null
}

export interface KeyRing {
  /** The key that signs now. */
  current(): Promise<SigningKey>
  /** Null when the key is unknown or over. */
  find(kid: string): Promise<SigningKey | null>
  jwks(): Promise<{ keys: PublicKey[] }>
  /** Publishes a new key; answers when it begins to sign and until when the old one is believed. */
  rotate(): Promise<{ kid: string; signsAt: number; oldEndsAt: number }>
}

const point = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
})
const stored = z
  .object({
    kid: z.string(),
    private_key: z.string(),
    public_key: point,
    signs_at: z.number(),
    ends_at: z.number().nullable(),
  })
  .transform(({ kid, private_key, public_key, signs_at, ends_at }): SigningKey => {
    const privateKey = createPrivateKey(private_key)
    const jwk = { ...public_key, kid, alg: 'ES256', use: 'sig' } as const
    const publicKey = createPublicKey(privateKey)
    return { kid, privateKey, publicKey, jwk, signsAt: signs_at, endsAt: ends_at }
  })

async function insertKey(on: Queryable, createdAt: number, signsAt: number): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = newId()
  const jwk = point.parse(publicKey.export({ format: 'jwk' }))
  await run(on, {
    text: `INSERT INTO signing_keys (kid, private_key, public_key, created_at, signs_at)
      VALUES ($1, $2, $3, $4, $5)`,
    values: [kid, privateKey.export({ type: 'pkcs8', format: 'pem' }), jwk, createdAt, signsAt],
  })
  return kid
}

const read = `SELECT kid, private_key, public_key, signs_at, ends_at FROM signing_keys
  WHERE ends_at IS NULL OR ends_at > $1 ORDER BY signs_at, kid`
const lock = 'LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE'

export function createKeyRing({ db, clock }: { db: Pool; clock: Clock }): KeyRing {
  let keys: readonly SigningKey[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null

  const load = async (): Promise<void> => {
    keys = await rows(db, { text: read, values: [clock.now()] }, stored)
    if (keys.length === 0) await makeFirst()
    readAt = clock.now()
  }
  const makeFirst = async (): Promise<void> => {
    await transaction(db, async (client) => {
      // Two nodes that start together make one key.
      await client.query(lock)
      const now = clock.now()
      const there = await rows(client, { text: read, values: [now] }, stored)
      if (there.length === 0) await insertKey(client, now, now)
    })
    keys = await rows(db, { text: read, values: [clock.now()] }, stored)
  }
  const fresh = async (within: number): Promise<void> => {
    if (clock.now() - readAt <= within) return
    reading ??= load().finally(() => (reading = null))
    await reading
  }
  const valid = (key: SigningKey): boolean => key.endsAt === null || key.endsAt > clock.now()

  return {
    async current() {
      await fresh(freshFor)
      const key = keys.findLast((each) => each.signsAt <= clock.now() && valid(each))
      // Only when clocks of nodes disagree by more than `publishAhead`.
      const chosen = key ?? keys.find(valid)
      if (chosen === undefined)
        throw new LyceumError('unavailable', 'There is no key to sign with.')
      return chosen
    },
    async find(kid) {
      await fresh(freshFor)
      if (!keys.some((key) => key.kid === kid)) await fresh(askAgain)
      return keys.find((key) => key.kid === kid && valid(key)) ?? null
    },
    async jwks() {
      await fresh(freshFor)
      return { keys: keys.filter(valid).map(({ jwk }) => jwk) }
    },
    async rotate() {
      const now = clock.now()
      const signsAt = now + publishAhead
      const oldEndsAt = signsAt + believedAfter
      const kid = await transaction(db, async (client) => {
        await client.query(lock)
        await run(client, {
          text: 'UPDATE signing_keys SET ends_at = $1 WHERE ends_at IS NULL',
          values: [oldEndsAt],
        })
        await run(client, { text: 'DELETE FROM signing_keys WHERE ends_at < $1', values: [now] })
        return insertKey(client, now, signsAt)
      })
      readAt = Number.NEGATIVE_INFINITY
      return { kid, signsAt, oldEndsAt }
    },
  }
}
