// Invitation links: an id under a seal that only this installation can make, so that a damaged link is
// told from an unknown one, and a link can be shown again without keeping its secret.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import { parse, stringify } from 'uuid'
import { z } from 'zod'
import type { Role } from '../../shared/roles.ts'
import { roles } from '../../shared/roles.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type AccountId, type InviteId, type RoomId } from '../../shared/ids.ts'
import type { Clock } from '../auth/clock.ts'
import { row, rows, run } from '../storage/query.ts'

const sealLength = 16

function sealOf(id: Uint8Array, key: Buffer): Buffer {
  return createHmac('sha256', key).update('invite').update(id).digest().subarray(0, sealLength)
}

export function sealInvite(id: InviteId, key: Buffer): string {
  const bytes = parse(id)
  return Buffer.concat([bytes, sealOf(bytes, key)]).toString('base64url')
}

/** Null when the text was cut or changed, or sealed elsewhere. */
export function unsealInvite(secret: string, key: Buffer): InviteId | null {
  const bytes = Buffer.from(secret, 'base64url')
  // The last letter has two bits to spare; only one way of writing a link is right.
  if (bytes.length !== 16 + sealLength || bytes.toString('base64url') !== secret) return null
  const id = bytes.subarray(0, 16)
  if (!timingSafeEqual(sealOf(id, key), bytes.subarray(16))) return null
  return stringify(id) as InviteId
}

const inviteRow = z
  .object({
    id: z.uuid(),
    room: z.uuid(),
    role: z.enum(roles),
    created_at: z.number(),
    expires_at: z.number().nullable(),
    revoked_at: z.number().nullable(),
    uses: z.number(),
  })
  .transform(({ id, room, created_at, expires_at, revoked_at, ...same }) => ({
    ...same,
    id: id as InviteId,
    room: room as RoomId,
    createdAt: created_at,
    expiresAt: expires_at,
    revoked: revoked_at !== null,
  }))
export type Invite = z.output<typeof inviteRow>
/** With the link to hand out. */
export type InviteLink = Invite & { readonly url: string }

export interface InviteStore {
  list(room: RoomId): Promise<InviteLink[]>
  make(invite: {
    room: RoomId
    role: Role
    by: AccountId | null
    expiresAt: number | null
  }): Promise<InviteLink>
  find(room: RoomId, id: InviteId): Promise<InviteLink>
  revoke(room: RoomId, id: InviteId): Promise<InviteLink>
  /** The invitation, if it opens this room now; refused with what is wrong with it. */
  open(secret: string, room: RoomId): Promise<Invite>
}

const columns = `i.id, i.room, i.role, i.created_at, i.expires_at, i.revoked_at,
  (SELECT count(*)::int FROM seats s WHERE s.invite = i.id) AS uses`

interface InviteParts {
  readonly db: Pool
  readonly clock: Clock
  readonly publicUrl: string
}

/** The installation's sealing key, made by whoever needs it first. */
async function readKey(db: Pool): Promise<Buffer> {
  const made = `INSERT INTO secrets (name, value) VALUES ('invites', $1) ON CONFLICT DO NOTHING`
  await run(db, { text: made, values: [randomBytes(32)] })
  const text = `SELECT value FROM secrets WHERE name = 'invites'`
  const found = await row(db, { text }, z.object({ value: z.instanceof(Buffer) }))
  if (found === null) throw new LyceumError('unavailable')
  return found.value
}

export function createInvites({ db, clock, publicUrl }: InviteParts): InviteStore {
  let reading: Promise<Buffer> | null = null
  const key = async (): Promise<Buffer> => {
    reading ??= readKey(db)
    try {
      return await reading
    } catch (error) {
      reading = null
      throw error
    }
  }
  const linked = async (invite: Invite): Promise<InviteLink> => ({
    ...invite,
    url: `${publicUrl}/c/${invite.room}?invite=${sealInvite(invite.id, await key())}`,
  })
  const byId = (id: InviteId) =>
    row(db, { text: `SELECT ${columns} FROM invites i WHERE i.id = $1`, values: [id] }, inviteRow)
  const find = async (room: RoomId, id: InviteId): Promise<InviteLink> => {
    const invite = await byId(id)
    if (invite?.room !== room) throw new LyceumError('missing', 'There is no such invitation.')
    return linked(invite)
  }
  return {
    find,
    async list(room) {
      const text = `SELECT ${columns} FROM invites i WHERE i.room = $1 ORDER BY i.id DESC`
      const found = await rows(db, { text, values: [room] }, inviteRow)
      return Promise.all(found.map(linked))
    },
    async make({ room, role, by, expiresAt }) {
      const id: InviteId = newId()
      await run(db, {
        text: `INSERT INTO invites (id, room, role, created_by, created_at, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6)`,
        values: [id, room, role, by, clock.now(), expiresAt],
      })
      return find(room, id)
    },
    async revoke(room, id) {
      const text = `UPDATE invites SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND room = $2`
      await run(db, { text, values: [id, room, clock.now()] })
      return find(room, id)
    },
    async open(secret, room) {
      const id = unsealInvite(secret, await key())
      if (id === null) throw new LyceumError('tampered')
      const invite = await byId(id)
      if (invite === null) {
        throw new LyceumError('missing', 'This link is not known here; ask for a new one.')
      }
      if (invite.room !== room) throw new LyceumError('wrongRoom')
      if (invite.revoked) throw new LyceumError('revoked')
      if (invite.expiresAt !== null && invite.expiresAt <= clock.now())
        throw new LyceumError('expired')
      return invite
    },
  }
}
