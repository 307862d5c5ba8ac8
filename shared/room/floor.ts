// Who is invited to speak, and who has the floor with what was granted for it.
import { Map, OrderedMap } from 'immutable'
import type { ParticipantId } from '../ids.ts'
import type { Permission } from '../roles.ts'
import type { Feature } from './feature.ts'

export interface Speaker {
  readonly participant: ParticipantId
  readonly name: string | null
  /** What they may do only as long as they have the floor. */
  readonly permissions: readonly Permission[]
  /** What was taken from them, and is again when they give the floor back. */
  readonly lifted: readonly Permission[]
}

export interface FloorSlice {
  /** Since when, in ms; staff's and the invited person's to know. */
  readonly invited: Map<ParticipantId, number>
  readonly speakers: OrderedMap<ParticipantId, Speaker>
}

const initial: FloorSlice = { invited: Map(), speakers: OrderedMap() }

interface Encoded {
  invited: [ParticipantId, number][]
  speakers: Speaker[]
}

function united<One>(before: readonly One[] = [], more: readonly One[]): One[] {
  return [...new Set([...before, ...more])]
}

export const floor: Feature<FloorSlice> = {
  initial,
  fold: {
    'floor.invited': (slice, { body, at }) => ({
      ...slice,
      invited: slice.invited.set(body.participant, at),
    }),
    'floor.answered': (slice, { body }) => ({
      ...slice,
      invited: slice.invited.delete(body.participant),
    }),
    'floor.given': (slice, { body }) => {
      const before = slice.speakers.get(body.participant)
      const permissions = united(before?.permissions, body.permissions)
      const lifted = united(before?.lifted, body.lifted)
      const speakers = slice.speakers.set(body.participant, { ...body, permissions, lifted })
      return { ...slice, speakers }
    },
    'floor.returned': (slice, { body }) => ({
      ...slice,
      speakers: slice.speakers.delete(body.participant),
    }),
  },
  project: (slice, viewer) => {
    if (viewer.kind === 'waiting') return initial
    if (viewer.kind === 'staff') return slice
    return { ...slice, invited: slice.invited.filter((_, one) => one === viewer.participant) }
  },
  encode: ({ invited, speakers }): Encoded => ({
    invited: [...invited],
    speakers: [...speakers.values()],
  }),
  decode: (json) => {
    const { invited, speakers } = json as Encoded
    return {
      invited: Map(invited),
      speakers: OrderedMap(speakers.map((one): [ParticipantId, Speaker] => [one.participant, one])),
    }
  },
}
