// Who answers what people ask of a class.
import type { PollId } from '../../shared/ids.ts'
import { broadcastRequests } from '../broadcast/requests.ts'
import { Dispatcher } from '../dispatch/dispatcher.ts'
import type { Limits } from '../dispatch/limits.ts'
import { pollRequests } from '../polls/requests.ts'
import { questionRequests } from '../questions/requests.ts'
import { roomRequests } from '../rooms/requests.ts'
import { Turnstile } from '../rooms/turnstile.ts'
import { oneAfterAnother } from '../stage/joining.ts'
import { mediaRequests } from '../stage/requests.ts'
import type { LiveParts } from './parts.ts'
import type { openSignals } from './signals.ts'

/** Each is several questions to an sfu. */
const mediaJoinsAtOnce = 20

export function openDispatcher(
  parts: LiveParts,
  { limits, passing }: { limits: Limits; passing: ReturnType<typeof openSignals> },
): Dispatcher {
  const { plane, recorders, iceServersFor, domains, metrics, failed } = parts
  const { tokens, watchTokens, streamKeys, standing, pollSecrets } = domains
  const { reactions, say } = passing
  const media = mediaRequests({ plane, iceServersFor, failed })
  const mediaWay = new Turnstile({ now: () => performance.now(), abreast: mediaJoinsAtOnce })
  return new Dispatcher({
    handlers: {
      ...roomRequests({
        refusalFor: (arrival) => standing.refusalFor(arrival),
        renew: (arrival) => tokens.sign(arrival),
        now: () => parts.clock.now(),
      }),
      ...pollRequests(pollSecrets),
      ...questionRequests,
      ...broadcastRequests({ watchTokens, streamKeys, recorders }),
      ...reactions.requests,
      ...media,
      'media.join': oneAfterAnother(media['media.join'], mediaWay, {
        joined: (outcome, ms) => {
          metrics.joined(outcome, 'media', ms)
        },
        rebuilt: metrics.rebuilt,
      }),
    },
    blind: (room, poll, participant) => pollSecrets.nameOf(room, poll as PollId, participant),
    limits,
    relay: ({ room, member }, name, data) => {
      say({ room: room.id, from: member.arrival.participant, name, data })
    },
    unexpected: (error, { name, id }) => {
      failed(`${name} (${id})`, error)
    },
    counted: metrics.called,
  })
}
