// What this tab remembers of its stay in a room, so that a reload comes back to the same seat with
// microphone and camera as they were. Per tab: two tabs are two stays.
import type { ParticipantId, RoomId, SessionId } from '../../shared/ids.ts'
import { isId, newId } from '../../shared/ids.ts'

export interface Stay {
  readonly session: SessionId
  /** The seat, once one was taken. */
  readonly seat: ParticipantId | null
  /** True between joining and leaving: a reload then goes straight in. */
  readonly inside: boolean
  /** The invitation one came by: it also makes an account, when a guest wants one. */
  readonly invite: string | null
  readonly microphone: boolean
  readonly camera: boolean
}

const keyOf = (room: RoomId): string => `lyceum.stay.${room}`

const freshStay = (): Stay => ({
  session: newId<'session'>(),
  seat: null,
  inside: false,
  invite: null,
  microphone: true,
  camera: true,
})

function parse(text: string | null): Stay | null {
  if (text === null) return null
  try {
    const value = JSON.parse(text) as Partial<Stay>
    if (!isId<'session'>(value.session)) return null
    return {
      session: value.session,
      seat: isId<'participant'>(value.seat) ? value.seat : null,
      inside: value.inside === true,
      invite: typeof value.invite === 'string' ? value.invite : null,
      microphone: value.microphone !== false,
      camera: value.camera !== false,
    }
  } catch {
    return null
  }
}

/** A duplicated tab copies the storage; a lock tells the copy, which then is a stay of its own. */
async function taken(session: SessionId): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined
  if (locks === undefined) return false
  return new Promise((resolve) => {
    void locks.request(`lyceum.${session}`, { ifAvailable: true }, (lock) => {
      resolve(lock === null)
      // Held until the page goes.
      return lock === null ? undefined : new Promise(() => undefined)
    })
  })
}

export async function recallStay(room: RoomId): Promise<Stay> {
  const known = parse(sessionStorage.getItem(keyOf(room)))
  if (known !== null && !(await taken(known.session))) return known
  const fresh = freshStay()
  void taken(fresh.session)
  return known === null ? fresh : { ...fresh, seat: known.seat }
}

export function keepStay(room: RoomId, stay: Stay): void {
  try {
    sessionStorage.setItem(keyOf(room), JSON.stringify(stay))
  } catch {
    // Storage is full or refused: a reload then goes through the green room.
  }
}
