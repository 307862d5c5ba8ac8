// Who may stay in a room beyond their token: asked at each renewal, and of whoever did not renew. Knows
// nothing of accounts, courses and links: that question is the caller's.
import { randomUUID } from 'node:crypto'
import { refuse, type Refusal } from '../../shared/errors.ts'
import type { AccountId } from '../../shared/ids.ts'
import type { Arrival, Member } from './outlet.ts'
import type { Room } from './room.ts'

/** Why somebody may not stay, or null. */
export type RefusalFor = (arrival: Arrival) => Promise<Refusal | null>

/** Welcome again with a fresh token; without a time to come back a goodbye is for good. */
const expired = { ...refuse('unauthenticated', undefined, 'token-expired'), retryAfter: 0 }

/** With all devices, for a connection that closes would leave their media running; unless it is about this one. */
export async function sendAway(room: Room, member: Member, refusal: Refusal): Promise<void> {
  member.dismiss(refusal)
  if (refusal.code === 'unauthenticated') return
  const command = { name: 'people.leave', input: {} } as const
  const { participant } = member.arrival
  await room.log.submit({ key: `gone:${randomUUID()}`, actor: participant, command })
}

interface RecallParts {
  readonly rooms: () => readonly Room[]
  readonly disabledAmong: (accounts: readonly AccountId[]) => Promise<ReadonlySet<string>>
}

/** Ends the tokens of whose account was disabled meanwhile; what becomes of them is `expiry`’s. */
export async function recallDisabled({ rooms, disabledAmong }: RecallParts): Promise<void> {
  const members = rooms().flatMap((room) => [...room.members])
  const accounts = new Set(members.flatMap(({ arrival: { account } }) => account ?? []))
  if (accounts.size === 0) return
  const disabled = await disabledAmong([...accounts])
  for (const member of members) if (disabled.has(member.arrival.account ?? '')) member.until = 0
}

interface ExpiryParts {
  readonly refusalFor: RefusalFor
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

/** Ends connections whose token ended without a renewal; while the store is away nobody could renew. */
export function expiry({ refusalFor, now, failed }: ExpiryParts): (room: Room) => void {
  const busy = new WeakSet<Room>()
  const isOver = ({ until }: Member) => until < now()
  const end = async (room: Room, member: Member): Promise<void> => {
    const refusal = await refusalFor(member.arrival)
    // It may have renewed meanwhile.
    if (!isOver(member)) return
    if (refusal === null) member.dismiss(expired)
    else await sendAway(room, member, refusal)
  }
  return (room) => {
    if (!room.log.isFresh() || busy.has(room)) return
    const over = [...room.members].filter(isOver)
    if (over.length === 0) return
    busy.add(room)
    const all = async () => {
      for (const member of over) await end(room, member)
    }
    all()
      .catch((error: unknown) => {
        failed('ending expired connections', error)
      })
      .finally(() => busy.delete(room))
  }
}
