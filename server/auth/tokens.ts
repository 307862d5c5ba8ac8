// Room tokens: who somebody is in one room, signed, for ten minutes at most. Algorithm, issuer and
// audience are pinned; the key is found by its id.
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { id } from '../../shared/contract/fields.ts'
import { LyceumError } from '../../shared/errors.ts'
import {
  newId,
  type AccountId,
  type InviteId,
  type ParticipantId,
  type RoomId,
} from '../../shared/ids.ts'
import { roles, type Role } from '../../shared/roles.ts'
import type { Clock } from './clock.ts'
import type { KeyRing } from './keys.ts'

export const tokenLife = 10 * 60_000
const audience = 'lyceum-room'

export interface RoomClaims {
  readonly participant: ParticipantId
  readonly room: RoomId
  readonly role: Role
  readonly name: string
  /** Null for guests. */
  readonly account: AccountId | null
  /** The link they came by. */
  readonly invite: InviteId | null
  /** Of the browser they come with, in this room. */
  readonly mark: string | null
  /** Of the course. */
  readonly member: boolean
  /** The mark of the sign-in session that it was given to, if any: it is renewed no longer than that lives. */
  readonly signIn?: string | null
}

export interface VerifiedToken extends RoomClaims {
  readonly expiresAt: number
}

/** The port; every plane that lets somebody in goes through it. */
export interface Tokens {
  sign(claims: RoomClaims): Promise<{ token: string; expiresAt: number }>
  /** Throws `unauthenticated`, with the reason `token-expired` or `token-invalid`. */
  verify(token: string): Promise<VerifiedToken>
}

const payload = z.object({
  sub: id<'participant'>(),
  room: id<'room'>(),
  role: z.enum(roles),
  name: z.string(),
  account: id<'account'>().optional(),
  invite: id<'invite'>().optional(),
  mark: z.string().optional(),
  member: z.boolean().optional(),
  signIn: z.string().max(100).optional(),
  exp: z.number(),
  jti: z.string(),
})

interface TokenOptions {
  readonly keys: Pick<KeyRing, 'current' | 'find'>
  readonly clock: Clock
  readonly issuer: string
}

/** What is null stands in no token. */
function givenOf({ room, role, name, member, ...may }: Omit<RoomClaims, 'participant'>) {
  const { account, invite, mark, signIn = null } = may
  const some = { account, invite, mark, signIn }
  const given = Object.entries(some).filter(([, value]) => value !== null)
  return { room, role, name, member, ...Object.fromEntries(given) }
}

function refused(reason: 'token-expired' | 'token-invalid'): LyceumError {
  return new LyceumError('unauthenticated', undefined, { reason })
}

export function createTokens({ keys, clock, issuer }: TokenOptions): Tokens {
  return {
    async sign({ participant, ...claims }) {
      const key = await keys.current()
      const now = Math.floor(clock.now() / 1000)
      const exp = now + tokenLife / 1000
      const own = givenOf(claims)
      const token = jwt.sign({ ...own, iat: now, exp }, key.privateKey, {
        algorithm: 'ES256',
        keyid: key.kid,
        issuer,
        audience,
        subject: participant,
        jwtid: newId(),
      })
      return { token, expiresAt: exp * 1000 }
    },
    async verify(token) {
      if (!isCanonical(token.slice(token.lastIndexOf('.') + 1))) throw refused('token-invalid')
      // It throws where a token's middle is no JSON.
      const head = verified(() => jwt.decode(token, { complete: true }))?.header
      const key = typeof head?.kid === 'string' ? await keys.find(head.kid) : null
      if (key === null) throw refused('token-invalid')
      const clockTimestamp = Math.floor(clock.now() / 1000)
      const pinned = { algorithms: ['ES256' as const], issuer, audience, clockTimestamp }
      const claims = payload.safeParse(verified(() => jwt.verify(token, key.publicKey, pinned)))
      if (!claims.success) throw refused('token-invalid')
      const { sub, account = null, invite = null, mark = null, member = false } = claims.data
      const { room, role, name, signIn = null, exp } = claims.data
      const origin = { invite, mark, member, signIn }
      return { participant: sub, room, role, name, account, ...origin, expiresAt: exp * 1000 }
    },
  }
}

/** The last letter of a signature has bits that decoding ignores: other letters would do for it. */
function isCanonical(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') === signature
}

function verified<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw refused(error instanceof jwt.TokenExpiredError ? 'token-expired' : 'token-invalid')
  }
}
