// Decides what of a class goes out by HLS. Several servers hear the same recorder: what is so already needs no fact.
import type { CommandName } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import type { BroadcastId } from '../ids.ts'
import type { Draft } from '../log.ts'
import { isOver, type Broadcast } from './broadcast.ts'
import { draft, type Aftermath, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `broadcast.${string}`>

function ended(
  current: Broadcast | null,
  reason: 'staff' | 'silent' | 'lost' | 'class' | 'replaced',
) {
  return current === null
    ? []
    : [draft('broadcast.ended', { broadcast: current.broadcast, reason })]
}

function started({ class: { phase } }: RoomState, opens: boolean): Draft[] {
  const waits = phase === 'scheduled' || phase === 'lobby'
  return opens && waits ? [draft('class.started', {}, 'everyone')] : []
}

/** The broadcast that is on, if it is that one. */
const on = ({ broadcast: { current } }: RoomState, wanted: BroadcastId): Broadcast | null =>
  current?.broadcast === wanted ? current : null

export const broadcastDeciders: Deciders<Names> = {
  'broadcast.begin': (room, { broadcast, node, opens }) => {
    const { phase } = room.class
    if (phase === 'ended' || phase === 'cancelled')
      return refuse('illegalStep', 'The class is over.', phase)
    const { current } = room.broadcast
    if (current?.broadcast === broadcast) return []
    if (isOver(room.broadcast, broadcast))
      return refuse('conflict', 'This broadcast was ended.', 'broadcast-over')
    return [
      ...started(room, opens),
      ...ended(current, 'replaced'),
      draft('broadcast.began', { broadcast, node }),
    ]
  },
  'broadcast.interrupt': (room, { broadcast }) =>
    on(room, broadcast)?.interruptedAt === null
      ? [draft('broadcast.interrupted', { broadcast })]
      : [],
  'broadcast.resume': (room, { broadcast }) =>
    (on(room, broadcast)?.interruptedAt ?? null) === null
      ? []
      : [draft('broadcast.resumed', { broadcast })],
  'broadcast.end': (room, { broadcast, reason }) => ended(on(room, broadcast), reason),
  'broadcast.stop': (room) =>
    room.broadcast.current === null
      ? refuse('missing', 'Nothing goes out.', 'no-broadcast')
      : ended(room.broadcast.current, 'staff'),
}

/** A class that is over sends nothing any more. */
export const broadcastAftermath: Aftermath = (before, { class: { phase }, broadcast }) =>
  phase === 'ended' && before.class.phase !== 'ended' ? ended(broadcast.current, 'class') : []
