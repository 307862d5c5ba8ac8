// The student's invitation of a class, into the clipboard: the newest that works, or a new one.
import type { Api } from '../api/api.ts'
import type { RoomId } from '../../shared/ids.ts'
import { copy } from '../ui/clipboard.ts'

async function linkFor(api: Api, room: RoomId): Promise<string> {
  const { invites } = await api.call('invites.list', { params: { room } })
  const known = invites.find(
    ({ role, revoked, expiresAt }) =>
      (role === 'student' || role === 'guest') &&
      !revoked &&
      (expiresAt === null || expiresAt > Date.now()),
  )
  if (known !== undefined) return known.url
  const made = await api.call('invites.make', { params: { room }, body: { role: 'student' } })
  return made.invite.url
}

/** False when the browser or the server said no. */
export async function copyInvite(api: Api, room: RoomId): Promise<boolean> {
  try {
    return await copy(linkFor(api, room))
  } catch {
    return false
  }
}
