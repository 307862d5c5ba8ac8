// Breakout rooms as everybody folds them: which there are, who is in which, until when, and whose voice reaches
// all of them. While they are planned they are staff's to know; the fact that opens them carries them whole.
import { Map, OrderedMap, Set } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { BreakoutId, ParticipantId } from '../ids.ts'
import type { Feature } from './feature.ts'

export interface Breakout {
  readonly breakout: BreakoutId
  readonly name: string
  /** Since when it calls for staff, in ms since 1970. */
  readonly calledAt: number | null
}

type Placements = Map<ParticipantId, BreakoutId>

export interface BreakoutSlice {
  /** False while they are planned, and where there are none. */
  readonly open: boolean
  readonly rooms: OrderedMap<BreakoutId, Breakout>
  /** Who is nowhere here is with the class. Stays when a person leaves, who then comes back to it. */
  readonly placements: Placements
  /** People choose their room themselves. */
  readonly choice: boolean
  /** When they end by themselves, in ms since 1970. */
  readonly endsAt: number | null
  /** Of staff who are heard and seen in all rooms. */
  readonly voices: Set<ParticipantId>
  /** How often each has chosen since the rooms opened. */
  readonly choices: Map<ParticipantId, number>
  /** Who was where when the last rooms ended: theirs to look at. */
  readonly past: Placements
}

const none: BreakoutSlice = {
  open: false,
  rooms: OrderedMap(),
  placements: Map(),
  choice: false,
  endsAt: null,
  voices: Set(),
  choices: Map(),
  past: Map(),
}

/** The open room in which somebody is; null where that is the class. */
export function placeOf(
  { open, placements }: BreakoutSlice,
  participant: ParticipantId,
): BreakoutId | null {
  return open ? (placements.get(participant) ?? null) : null
}

/** Whether two people are in one place, so that what either says and shows is the other’s to see and hear. */
export function areTogether(
  slice: BreakoutSlice,
  one: ParticipantId,
  other: ParticipantId,
): boolean {
  return placeOf(slice, one) === placeOf(slice, other)
}

/** Whether what `other` says and shows reaches `one`, who is not of the staff. */
export function reaches(slice: BreakoutSlice, other: ParticipantId, one: ParticipantId): boolean {
  return areTogether(slice, one, other) || slice.voices.has(other)
}

type Room = Pick<Breakout, 'breakout' | 'name'>

function roomsOf(rooms: readonly Room[]): BreakoutSlice['rooms'] {
  return OrderedMap(
    rooms.map(({ breakout, name }): [BreakoutId, Breakout] => [
      breakout,
      { breakout, name, calledAt: null },
    ]),
  )
}

function place(slice: BreakoutSlice, placements: BodyOf<'breakouts.placed'>['placements']) {
  const after = slice.placements.withMutations((map) => {
    for (const { participant, breakout } of placements) {
      if (breakout !== null && slice.rooms.has(breakout)) map.set(participant, breakout)
      else map.delete(participant)
    }
  })
  return { ...slice, placements: after }
}

function begin(
  { past }: BreakoutSlice,
  {
    rooms,
    placements,
    choice,
  }: Pick<BodyOf<'breakouts.planned'>, 'rooms' | 'placements' | 'choice'>,
): BreakoutSlice {
  return place({ ...none, past, rooms: roomsOf(rooms), choice }, placements)
}

function change(slice: BreakoutSlice, id: BreakoutId, to: Partial<Breakout>): BreakoutSlice {
  const room = slice.rooms.get(id)
  return room === undefined ? slice : { ...slice, rooms: slice.rooms.set(id, { ...room, ...to }) }
}

/** Each choice of one’s own counts. */
function counted(slice: BreakoutSlice, { placements }: BodyOf<'breakouts.placed'>, by: unknown) {
  const [first, ...others] = placements
  if (first === undefined || others.length > 0 || first.participant !== by) return slice.choices
  return slice.choices.update(first.participant, 0, (times) => times + 1)
}

interface Encoded {
  open: boolean
  rooms: Breakout[]
  placements: [ParticipantId, BreakoutId][]
  choice: boolean
  endsAt: number | null
  voices: ParticipantId[]
  choices: [ParticipantId, number][]
  past: [ParticipantId, BreakoutId][]
}

const inOrder = <Value>(map: Map<ParticipantId, Value>): [ParticipantId, Value][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1))

export const breakouts: Feature<BreakoutSlice> = {
  initial: none,
  fold: {
    'breakouts.planned': (slice, { body }) => begin(slice, body),
    'breakouts.opened': (slice, { body }) => ({
      ...begin(slice, body),
      open: true,
      endsAt: body.endsAt,
    }),
    'breakouts.added': (slice, { body: { breakout, name } }) => ({
      ...slice,
      rooms: slice.rooms.set(breakout, { breakout, name, calledAt: null }),
    }),
    'breakouts.renamed': (slice, { body: { breakout, name } }) => change(slice, breakout, { name }),
    'breakouts.removed': (slice, { body: { breakout } }) => ({
      ...slice,
      rooms: slice.rooms.delete(breakout),
      placements: slice.placements.filter((where) => where !== breakout),
    }),
    'breakouts.placed': (slice, { body, actor }) => ({
      ...place(slice, body.placements),
      choices: counted(slice, body, actor),
    }),
    'breakouts.endSet': (slice, { body }) => ({ ...slice, endsAt: body.endsAt }),
    'breakouts.ended': (slice) => ({ ...none, past: slice.placements }),
    'breakouts.voiced': (slice, { body: { participant, on } }) => ({
      ...slice,
      voices: on ? slice.voices.add(participant) : slice.voices.delete(participant),
    }),
    'breakouts.called': (slice, { body, at }) => change(slice, body.breakout, { calledAt: at }),
    'breakouts.answered': (slice, { body }) => change(slice, body.breakout, { calledAt: null }),
  },
  project: (slice, { kind }) => {
    if (kind === 'waiting') return none
    return kind === 'staff' || slice.open ? slice : { ...none, past: slice.past }
  },
  encode: (slice): Encoded => ({
    ...slice,
    rooms: [...slice.rooms.values()],
    placements: inOrder(slice.placements),
    voices: [...slice.voices].sort(),
    choices: inOrder(slice.choices),
    past: inOrder(slice.past),
  }),
  decode: (json) => {
    const { rooms, placements, voices, choices, past, ...rest } = json as Encoded
    return {
      ...rest,
      rooms: OrderedMap(rooms.map((room): [BreakoutId, Breakout] => [room.breakout, room])),
      placements: Map(placements),
      voices: Set(voices),
      choices: Map(choices),
      past: Map(past),
    }
  },
}
