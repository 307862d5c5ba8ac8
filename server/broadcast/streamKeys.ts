// Stream keys: what an encoder comes in with, of a class or of a person. Kept as hashes; the secret is told once.
import type { Pool } from 'pg'
import { z } from 'zod'
import { streamKey, type StreamKey } from '../../shared/contract/broadcast.ts'
import { id } from '../../shared/contract/fields.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type AccountId, type RoomId, type StreamKeyId } from '../../shared/ids.ts'
import { hashSecret, newSecret } from '../auth/secrets.ts'
import { row, rows, run } from '../storage/query.ts'

/** Whose streams come in with a key. */
export type KeyOwner = { readonly room: RoomId } | { readonly account: AccountId }

export interface NewKey {
  readonly label: string
  readonly opens: boolean
}

export type MadeKey = StreamKey & { readonly secret: string }

/** Of one class or person. */
const mostKeys = 20

const found = streamKey.extend({
  madeAt: z.coerce.number(),
  usedAt: z.coerce.number().nullable(),
})
const columns = 'id AS key, label, opens, made_at AS "madeAt", used_at AS "usedAt"'

const everyKey = z.object({
  revision: z.coerce.number(),
  keys: z.array(z.object({ key: id<'streamKey'>(), hash: z.string() })),
})
const origin = z.object({
  room: id<'room'>().nullable(),
  account: id<'account'>().nullable(),
  opens: z.boolean(),
})
export type KeyOrigin = z.output<typeof origin>

export interface StreamKeyStore {
  list(owner: KeyOwner): Promise<StreamKey[]>
  /** Throws `conflict` where there are too many. */
  make(owner: KeyOwner, what: NewKey): Promise<MadeKey>
  /** Another secret for the same key. Throws `missing`. */
  rotate(owner: KeyOwner, key: StreamKeyId): Promise<MadeKey>
  /** Throws `missing`. */
  revoke(owner: KeyOwner, key: StreamKeyId): Promise<void>
  /** Every key there is, with its hash in hex, as of a revision that only grows. */
  all(): Promise<{ revision: number; keys: { key: StreamKeyId; hash: string }[] }>
  /** Somebody came in with it: whose it is. Null once it was revoked. */
  use(key: StreamKeyId): Promise<KeyOrigin | null>
}

const missing = () => new LyceumError('missing', 'There is no such stream key.')

function ownerOf(owner: KeyOwner): { column: 'room' | 'account'; value: string } {
  return 'room' in owner
    ? { column: 'room', value: owner.room }
    : { column: 'account', value: owner.account }
}

export function createStreamKeys({ db, now }: { db: Pool; now: () => number }): StreamKeyStore {
  return {
    list(owner) {
      const { column, value } = ownerOf(owner)
      const text = `SELECT ${columns} FROM stream_keys
        WHERE ${column} = $1 AND hash IS NOT NULL ORDER BY made_at, id`
      return rows(db, { text, values: [value] }, found)
    },
    async make(owner, { label, opens }) {
      const { column, value } = ownerOf(owner)
      const secret = newSecret()
      const text = `INSERT INTO stream_keys (id, ${column}, label, opens, hash, made_at)
        SELECT $1, $2, $3, $4, $5, $6 WHERE
          (SELECT count(*) FROM stream_keys WHERE ${column} = $2 AND hash IS NOT NULL) < ${mostKeys}
        RETURNING ${columns}`
      const values = [newId(), value, label, opens, hashSecret(secret), Math.round(now())]
      const made = await row(db, { text, values }, found)
      if (made === null)
        throw new LyceumError('conflict', `There are ${mostKeys} stream keys already: revoke one.`)
      return { ...made, secret }
    },
    async rotate(owner, key) {
      const { column, value } = ownerOf(owner)
      const secret = newSecret()
      const text = `UPDATE stream_keys
        SET hash = $3, revision = nextval('stream_key_revisions')
        WHERE id = $1 AND ${column} = $2 AND hash IS NOT NULL RETURNING ${columns}`
      const changed = await row(db, { text, values: [key, value, hashSecret(secret)] }, found)
      if (changed === null) throw missing()
      return { ...changed, secret }
    },
    async revoke(owner, key) {
      const { column, value } = ownerOf(owner)
      const text = `UPDATE stream_keys
        SET hash = NULL, revision = nextval('stream_key_revisions')
        WHERE id = $1 AND ${column} = $2 AND hash IS NOT NULL`
      if ((await run(db, { text, values: [key, value] })) === 0) throw missing()
    },
    async all() {
      // Not of the rows: those of a class that is deleted go with it.
      const text = `SELECT last_value AS revision, (SELECT
          coalesce(jsonb_agg(jsonb_build_object('key', id, 'hash', encode(hash, 'hex')) ORDER BY id), '[]')
          FROM stream_keys WHERE hash IS NOT NULL) AS keys
        FROM stream_key_revisions`
      const known = await row(db, { text }, everyKey)
      return known ?? { revision: 0, keys: [] }
    },
    use(key) {
      const text = `UPDATE stream_keys SET used_at = $2 WHERE id = $1 AND hash IS NOT NULL
        RETURNING room, account, opens`
      return row(db, { text, values: [key, Math.round(now())] }, origin)
    },
  }
}
