// The lobby: the rules for coming in, who waits in which order, and where people came from. All but the
// rules is staff's to know.
import { OrderedMap } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { LobbySettings } from '../contract/lobby.ts'
import type { InviteId, ParticipantId } from '../ids.ts'
import type { Feature } from './feature.ts'

/** By what somebody is known again at the door. */
export interface Origin {
  readonly invite: InviteId | null
  readonly mark: string | null
  /** Of the course. */
  readonly member: boolean
}

export interface LobbySlice {
  readonly settings: LobbySettings
  /** Who waits, in the order they came; since when, in ms since 1970. */
  readonly queue: OrderedMap<ParticipantId, number>
  readonly origins: OrderedMap<ParticipantId, Origin>
}

const nobodyWaits: Omit<LobbySlice, 'settings'> = { queue: OrderedMap(), origins: OrderedMap() }

function come(slice: LobbySlice, body: BodyOf<'people.joined'>, at: number): LobbySlice {
  const { participant, admitted, invite, mark, member } = body
  // Whoever is not staff is not told.
  if (member === null) return slice
  const origins = slice.origins.set(participant, { invite, mark, member })
  if (admitted) return { ...slice, origins, queue: slice.queue.delete(participant) }
  const queue = slice.queue.has(participant) ? slice.queue : slice.queue.set(participant, at)
  return { ...slice, origins, queue }
}

function without(slice: LobbySlice, participant: ParticipantId): LobbySlice {
  return slice.queue.has(participant) ? { ...slice, queue: slice.queue.delete(participant) } : slice
}

export const lobby: Feature<LobbySlice> = {
  initial: {
    settings: { admission: 'open', guestsWithInstructor: false, capacity: null },
    ...nobodyWaits,
  },
  fold: {
    'lobby.changed': (slice, { body }) => ({ ...slice, settings: body }),
    'people.joined': (slice, { body, at, version }) =>
      version === 1 ? slice : come(slice, body, at),
    'people.sentOut': (slice, { body, at }) =>
      body.how === null
        ? slice
        : { ...slice, queue: slice.queue.delete(body.participant).set(body.participant, at) },
    'people.admitted': (slice, { body }) => without(slice, body.participant),
    'people.appointed': (slice, { body }) => without(slice, body.participant),
    'people.left': (slice, { body }) => without(slice, body.participant),
  },
  project: (slice, viewer) =>
    viewer.kind === 'staff' ? slice : { settings: slice.settings, ...nobodyWaits },
  encode: ({ settings, queue, origins }) => ({
    settings,
    queue: [...queue],
    origins: [...origins],
  }),
  decode: (json) => {
    const { settings, queue, origins } = json as {
      settings: LobbySettings
      queue: [ParticipantId, number][]
      origins: [ParticipantId, Origin][]
    }
    return { settings, queue: OrderedMap(queue), origins: OrderedMap(origins) }
  },
}
