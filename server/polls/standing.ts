// How open polls stand, told to whoever may see it: a source of the running tallies. Pure.
import { standing, type OpenPoll } from '../../shared/room/polls.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { ViewKind } from '../../shared/room/viewer.ts'
import type { Telling } from '../tallies/tallies.ts'

export function mayWatch({ results }: OpenPoll, kind: ViewKind): boolean {
  return kind === 'staff' || (kind === 'member' && results === 'live')
}

export function reportOf(open: OpenPoll) {
  const { counts, voters, texts } = standing(open)
  return { poll: open.poll, counts: [...counts], voters, texts: texts.map((one) => ({ ...one })) }
}

/** What changed in the open polls from one state to a later one. */
export function pollNews(before: RoomState, after: RoomState): Telling[] {
  if (before.polls.open === after.polls.open) return []
  const changed = [...after.polls.open.values()].filter(
    ({ poll, votes }) => votes.size > 0 && before.polls.open.get(poll)?.votes !== votes,
  )
  const names = { live: 'polls.tally', staff: 'polls.count' } as const
  const groups = Map.groupBy(changed, (open) => (mayWatch(open, 'member') ? 'live' : 'staff'))
  return [...groups].map(([group, open]) => ({
    name: names[group],
    data: { tallies: open.map(reportOf) },
  }))
}
