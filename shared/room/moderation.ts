// Order in the class: the pause between messages, who was sent out and why, bans, and open flags.
import { OrderedMap } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { ParticipantId } from '../ids.ts'
import { slowest } from '../order.ts'
import type { Feature, FactOf } from './feature.ts'

export interface Ban extends BodyOf<'moderation.banned'> {
  /** The number of its fact, by which it is known. */
  readonly ban: number
  readonly at: number
}

export interface Flag extends BodyOf<'flags.raised'> {
  readonly flag: number
  readonly at: number
}

/** Whoever was sent out comes in again only by name. */
export interface Sent {
  readonly act: 'refused' | 'toLobby' | 'removed' | 'banned'
  readonly reason: string | null
  readonly until: number | null
}

export interface ModerationSlice {
  readonly slow: {
    readonly seconds: number | null
    /** Null while nobody, nor the size of the class, has set it. */
    readonly by: 'staff' | 'size' | null
  }
  /** When each last wrote to all, the longest ago first; kept in slow mode only. */
  readonly lastSaid: OrderedMap<ParticipantId, number>
  readonly sent: OrderedMap<ParticipantId, Sent>
  readonly bans: OrderedMap<number, Ban>
  /** Those not decided yet. */
  readonly flags: OrderedMap<number, Flag>
}

const isOut = (act: BodyOf<'moderation.acted'>['act']): act is Sent['act'] =>
  act === 'refused' || act === 'toLobby' || act === 'removed' || act === 'banned'

function act(slice: ModerationSlice, { body }: FactOf<'moderation.acted'>): ModerationSlice {
  const { participant, act: what, reason, until } = body
  if (participant === null || !isOut(what)) return slice
  return { ...slice, sent: slice.sent.set(participant, { act: what, reason, until }) }
}

function forgive(slice: ModerationSlice, participant: ParticipantId): ModerationSlice {
  return slice.sent.has(participant) ? { ...slice, sent: slice.sent.delete(participant) } : slice
}

/** Private messages do not count: others could not fold them. */
function hear(slice: ModerationSlice, { body, at, visibleTo }: FactOf<'chat.said'>) {
  const { participant } = body
  if (slice.slow.seconds === null || participant === null || visibleTo !== 'all') return slice
  const lastSaid = slice.lastSaid
    .delete(participant)
    .skipWhile((said) => at - said > slowest * 1_000)
    .set(participant, at)
  return { ...slice, lastSaid }
}

export const moderation: Feature<ModerationSlice> = {
  initial: {
    slow: { seconds: null, by: null },
    lastSaid: OrderedMap(),
    sent: OrderedMap(),
    bans: OrderedMap(),
    flags: OrderedMap(),
  },
  fold: {
    'moderation.slowed': (slice, { body }) => ({
      ...slice,
      slow: body,
      lastSaid: body.seconds === null ? OrderedMap() : slice.lastSaid,
    }),
    'chat.said': hear,
    'moderation.acted': act,
    'people.admitted': (slice, { body }) => forgive(slice, body.participant),
    'people.appointed': (slice, { body }) => forgive(slice, body.participant),
    'moderation.banned': (slice, { body, seq, at }) => ({
      ...slice,
      bans: slice.bans.set(seq, { ...body, ban: seq, at }),
    }),
    'moderation.lifted': (slice, { body }) => ({ ...slice, bans: slice.bans.delete(body.ban) }),
    'flags.raised': (slice, { body, seq, at }) => ({
      ...slice,
      flags: slice.flags.set(seq, { ...body, flag: seq, at }),
    }),
    'flags.decided': (slice, { body }) => ({ ...slice, flags: slice.flags.delete(body.flag) }),
  },
  project: (slice, viewer) => {
    if (viewer.kind === 'staff') return slice
    if (viewer.kind === 'waiting') return moderation.initial
    const own = slice.sent.filter((_, participant) => participant === viewer.participant)
    const { bans, flags } = moderation.initial
    return { ...slice, sent: own, bans, flags }
  },
  encode: ({ slow, lastSaid, sent, bans, flags }) => ({
    slow,
    lastSaid: [...lastSaid],
    sent: [...sent],
    bans: [...bans.values()],
    flags: [...flags.values()],
  }),
  decode: (json) => {
    const { slow, lastSaid, sent, bans, flags } = json as {
      slow: ModerationSlice['slow']
      lastSaid: [ParticipantId, number][]
      sent: [ParticipantId, Sent][]
      bans: Ban[]
      flags: Flag[]
    }
    return {
      slow,
      lastSaid: OrderedMap(lastSaid),
      sent: OrderedMap(sent),
      bans: OrderedMap(bans.map((ban): [number, Ban] => [ban.ban, ban])),
      flags: OrderedMap(flags.map((flag): [number, Flag] => [flag.flag, flag])),
    }
  },
}
