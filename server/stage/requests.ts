// Answers a connection's media requests: checks them against the room's state, asks the sfu, and appends
// the fact that makes a source be on the stage.
import { errorCodes } from '../../shared/errorCodes.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type Incarnation, type SourceId } from '../../shared/ids.ts'
import { censusOf } from '../../shared/room/census.ts'
import { mayDo } from '../../shared/room/standing.ts'
import type { Look } from '../../shared/contract/sfu.ts'
import { permissionFor } from '../../shared/room/sources.decide.ts'
import type { RequestHandlers, Sender } from '../dispatch/dispatcher.ts'
import type { MediaPlane, StagedSource } from '../media/plane.ts'
import type { IceServersFor } from '../media/turn.ts'
import type { Room } from '../rooms/room.ts'
import { sightOf } from './sight.ts'

type Handled = Extract<keyof RequestHandlers, `media.${string}`>

function seatOf({ room, member }: Sender) {
  const { participant, session } = member.arrival
  return { room: room.id, participant, session }
}

/** Media is for whoever is inside a live class. */
function insideOnly({ room, member }: Sender): void {
  const { phase } = room.state.class
  if (phase !== 'live')
    throw new LyceumError('illegalStep', 'The class is not live.', { reason: phase })
  if (room.viewer(member.arrival.participant).kind === 'waiting') throw new LyceumError('forbidden')
}

interface Wish {
  readonly wish: readonly SourceId[]
  readonly looks?: Look[] | undefined
}

/** Of what somebody wishes to receive, what is on the stage and they may see, as of which fact. */
function granted({ room, member }: Sender, { wish, looks }: Wish) {
  const { participant } = member.arrival
  const { sources } = room.state
  const sees = sightOf(room.state, participant)
  const seen = wish.filter((id) => {
    const source = sources.get(id)
    return source !== undefined && sees(source)
  })
  return { seq: room.log.position.seq, wish: seen, looks }
}

function stageOf({ state }: Room): StagedSource[] {
  return [...state.sources.values()].map(({ source, participant, kind, node, incarnation }) => ({
    source,
    participant,
    kind,
    node,
    incarnation,
  }))
}

/** What this session published in an earlier life of its transports, or where it was moved from, is gone. */
async function forgetEarlier(
  { room, member }: Sender,
  reason: 'replaced' | 'moved',
  but: Incarnation | null = null,
): Promise<void> {
  const { session } = member.arrival
  const earlier = [...room.state.sources.values()].filter(
    (source) => source.session === session && source.incarnation !== but,
  )
  if (earlier.length === 0) return
  await room.log.submit({
    key: `${reason}:${newId()}`,
    actor: 'system',
    command: {
      name: 'sources.lose',
      input: { sources: earlier.map(({ source }) => source), reason },
    },
  })
}

/** Who was moved has all there, and leaves where they were. */
async function settle(plane: MediaPlane, sender: Sender, incarnation: Incarnation) {
  const seat = seatOf(sender)
  if (plane.placeOf(seat.session)?.incarnation !== incarnation)
    throw new LyceumError('missing', 'This seat has not joined there.')
  await forgetEarlier(sender, 'moved', incarnation)
  await plane.settle(seat)
  return {}
}

interface MediaParts {
  readonly plane: MediaPlane
  readonly iceServersFor: IceServersFor
  readonly failed: (what: string, error: unknown) => void
}

export function mediaRequests(parts: MediaParts): Pick<RequestHandlers, Handled> {
  const { plane, iceServersFor, failed } = parts
  const publish: RequestHandlers['media.publish'] = async (sender, input) => {
    insideOnly(sender)
    const { room, member } = sender
    const { participant, session } = member.arrival
    if (!mayDo(room.state, participant, permissionFor[input.kind]))
      throw new LyceumError('forbidden', 'Staff has switched this off.')
    const source = newId<'source'>()
    const { node, incarnation } = await plane.publish({ ...seatOf(sender), ...input, source })
    const { kind, paused } = input
    const outcome = await room.log.submit({
      key: `open:${source}`,
      actor: 'system',
      command: {
        name: 'sources.open',
        input: { source, participant, session, kind, node, incarnation, paused },
      },
    })
    if (outcome.ok) return { source, paused }
    // While nobody knows whether the fact is in, the sfu's own time limit decides.
    if (!errorCodes[outcome.refusal.code].retry)
      plane.withdraw({ ...seatOf(sender), source }).catch((error: unknown) => {
        failed('withdrawing a source', error)
      })
    throw LyceumError.from(outcome.refusal)
  }

  return {
    'media.join': async (sender, input) => {
      insideOnly(sender)
      const { rtpCapabilities, moving = false } = input
      const stage = stageOf(sender.room)
      const wish = granted(sender, input)
      const { inside: people } = censusOf(sender.room.state.people)
      const seat = seatOf(sender)
      const joined = await plane.join({ ...seat, rtpCapabilities, ...wish, stage, people, moving })
      if (!moving) await forgetEarlier(sender, 'replaced')
      const { incarnation, send, receive, consumers, plain } = joined
      const iceServers = iceServersFor(seat.participant)
      return { incarnation, send, receive, consumers, iceServers, plain }
    },
    'media.settle': (sender, { incarnation }) => settle(plane, sender, incarnation),
    'media.connect': async (sender, input) => {
      await plane.connect({ ...seatOf(sender), ...input })
      return {}
    },
    'media.publish': publish,
    'media.watch': (sender, input) => {
      insideOnly(sender)
      const stage = stageOf(sender.room)
      return plane.watch({ ...seatOf(sender), ...granted(sender, input), stage })
    },
    'media.resume': async (sender, input) => {
      await plane.resume({ ...seatOf(sender), ...input })
      return {}
    },
    'media.restartIce': (sender, { transport }) =>
      plane.restartIce({ ...seatOf(sender), transport }),
  }
}
