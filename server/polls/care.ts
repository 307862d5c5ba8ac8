// What the server does about polls beyond the rules: names for the voters of anonymous ones, and letting
// go of a poll's secret as soon as it closes. Wired in `live.ts`.
import type { Room } from '../rooms/room.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { PollSecrets } from './secrets.ts'

interface SecretsCare {
  readonly secrets: PollSecrets
  readonly rooms: () => readonly Room[]
  readonly failed: (what: string, error: unknown) => void
}

/** In ms. */
const lookEvery = 500
const sweepEvery = 60_000

function closedSince(before: RoomState, after: RoomState) {
  if (before.polls.open === after.polls.open) return []
  return [...before.polls.open.values()]
    .filter(({ poll, anonymous }) => anonymous && !after.polls.open.has(poll))
    .map(({ poll }) => poll)
}

/** Deletes the secrets of polls that closed, at once; of nodes that died meanwhile, within a minute. */
export function keepSecretsShort({ secrets, rooms, failed }: SecretsCare): () => void {
  const seen = new WeakMap<Room, RoomState>()
  const report = (error: unknown) => {
    failed('deleting the secrets of polls', error)
  }
  const look = setInterval(() => {
    for (const room of rooms()) {
      const before = seen.get(room)
      const after = room.state
      seen.set(room, after)
      if (before === undefined || before === after) continue
      secrets.forget(closedSince(before, after)).catch(report)
    }
  }, lookEvery)
  const sweep = setInterval(() => {
    secrets.sweep(rooms().filter((room) => room.log.isFresh())).catch(report)
  }, sweepEvery)
  return () => {
    clearInterval(look)
    clearInterval(sweep)
  }
}
