// Tokens that open what a class sends to its audience: signed with the installation's keys, for two minutes, and of a
// class rather than a person, so that caches may keep one answer for all.
import jwt from 'jsonwebtoken'
import type { RoomId } from '../../shared/ids.ts'
import type { Clock } from './clock.ts'
import type { KeyRing } from './keys.ts'
import { watchAudience } from '../../shared/contract/recorder.ts'

const lifeSeconds = 2 * 60

export interface WatchTokens {
  sign(room: RoomId): Promise<{ token: string; expiresAt: number }>
}

interface WatchTokenParts {
  readonly keys: Pick<KeyRing, 'current'>
  readonly clock: Clock
  readonly issuer: string
}

export function createWatchTokens({ keys, clock, issuer }: WatchTokenParts): WatchTokens {
  return {
    async sign(room) {
      const key = await keys.current()
      const now = Math.floor(clock.now() / 1_000)
      const exp = now + lifeSeconds
      const token = jwt.sign({ iat: now, exp }, key.privateKey, {
        algorithm: 'ES256',
        keyid: key.kid,
        issuer,
        audience: watchAudience,
        subject: room,
      })
      return { token, expiresAt: exp * 1_000 }
    },
  }
}
