// What is to be done so that a class and what a recorder has of it agree. Pure: a class says what should be, a recorder
// what is.
import type { LiveBroadcast, RecorderInput } from '../../shared/contract/recorder.ts'
import type { BodyOf } from '../../shared/contract/index.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { BroadcastSlice } from '../../shared/room/broadcast.ts'

export type Step =
  | { readonly do: 'begin' | 'interrupt' | 'resume' | 'silence' | 'assign' }
  | { readonly do: 'end'; readonly reason: RecorderInput<'end'>['reason'] }

/** What a recorder is told of why it ended. */
function orderFor(reason: BodyOf<'broadcast.ended'>['reason']): RecorderInput<'end'>['reason'] {
  return reason === 'silent' || reason === 'lost' ? 'replaced' : reason
}

export function stepsFor(actual: LiveBroadcast, { current, past }: BroadcastSlice): Step[] {
  const isCurrent = current?.broadcast === actual.broadcast
  if (actual.state === 'over') return isCurrent ? [{ do: 'silence' }] : []
  if (isCurrent) return stepsOf(actual, current.interruptedAt !== null)
  const ended = past.find(({ broadcast }) => broadcast === actual.broadcast)
  const isWanted = ended === undefined || ended.reason === 'lost'
  if (!isWanted) return [{ do: 'end', reason: orderFor(ended.reason) }]
  // What was cut off and begins anew here came to the class before: the one that is on has its place.
  if (actual.state === 'interrupted' && current !== null) return []
  return [{ do: 'begin' }, { do: 'assign' }]
}

function stepsOf({ state, room }: LiveBroadcast, isInterrupted: boolean): Step[] {
  const assign: Step[] = room === null ? [{ do: 'assign' }] : []
  if (state === 'interrupted' && !isInterrupted) return [...assign, { do: 'interrupt' }]
  return state === 'on' && isInterrupted ? [...assign, { do: 'resume' }] : assign
}

/** Of a broadcast that is on in a class, whether its recorder has it no more. */
export function isLost(
  { current }: BroadcastSlice,
  { room, heard }: { room: RoomId; heard: readonly LiveBroadcast[] | null },
): boolean {
  if (current === null) return false
  if (heard === null) return true
  return !heard.some((one) => one.broadcast === current.broadcast && (one.room ?? room) === room)
}
