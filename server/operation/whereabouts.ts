// Where the people of a class and what they publish are, by its log and by what was decided about them.
import type { Pool } from 'pg'
import { z } from 'zod'
import { decision } from '../../shared/contract/http/decisions.ts'
import { participant } from '../../shared/contract/http/entities.ts'
import type { MediaNodeEntry } from '../../shared/contract/http/nodes.ts'
import type { ClassPart, NotedDecision } from '../../shared/contract/http/operation.ts'
import { ids } from '../../shared/contract/sfu.ts'
import type { ParticipantId, RoomId, SessionId } from '../../shared/ids.ts'
import { isInside } from '../../shared/room/census.ts'
import { presence, type Person } from '../../shared/room/people.ts'
import type { Source } from '../../shared/room/sources.ts'
import type { RoomState } from '../../shared/room/state.ts'
import { rows } from '../storage/query.ts'

const shownDecisions = 200

const seat = z.object({
  session: ids.session,
  participant,
  node: z.string(),
  incarnation: ids.incarnation,
  at: z.number(),
  decision,
})
export type KnownSeat = z.output<typeof seat>

export const seatsOf = (db: Pool, room: RoomId): Promise<KnownSeat[]> =>
  rows(
    db,
    {
      text: `SELECT session, participant, node, incarnation, at, decision FROM media_seats
        WHERE room = $1 ORDER BY at, session`,
      values: [room],
    },
    seat,
  )

const written = z.object({ id: z.number(), at: z.number(), by: z.string(), decision })

export async function decisionsOf(
  db: Pool,
  room: RoomId,
  { people }: Pick<RoomState, 'people'>,
): Promise<NotedDecision[]> {
  const text = `SELECT id, at, server AS by, decision FROM media_decisions
    WHERE room = $1 ORDER BY at DESC, id DESC LIMIT ${shownDecisions}`
  const found = await rows(db, { text, values: [room] }, written)
  const nameOf = (one: ParticipantId) => people.get(one)?.name ?? null
  return found.map((one) => {
    const { decision: made } = one
    const which = 'which' in made ? made.which : []
    return {
      ...one,
      name: 'participant' in made ? nameOf(made.participant) : null,
      sources: which.map(({ participant: whose, kind }) => ({ name: nameOf(whose), kind })),
    }
  })
}

type Part = Omit<ClassPart, 'state'>
type Occupant = ClassPart['people'][number]

interface Held {
  readonly node: string
  readonly incarnation: string
  readonly participant: ParticipantId
  readonly session: SessionId
  readonly placed: Occupant['placed']
}

/** Somebody publishes from a place that nobody wrote down. */
const heldBy = ({ node, incarnation, participant, session }: Source): Held => ({
  node,
  incarnation,
  participant,
  session,
  placed: null,
})

const isOnStay = ({ stays }: Person, session: SessionId) =>
  stays.some((stay) => stay.session === session && stay.present)

type Media = Pick<RoomState, 'people' | 'sources'>

const placedBy = ({ at, decision, ...where }: KnownSeat): Held => ({
  ...where,
  placed: { at, decision },
})

/** Who has no device in the class any more is left out, whatever was written down last. */
function heldIn({ people, sources }: Media, seats: readonly KnownSeat[]): Held[] {
  const isStaying = ({ participant, session }: Held) =>
    people.get(participant)?.stays.some((stay) => stay.session === session) === true
  const held = [...[...sources.values()].map(heldBy), ...seats.map(placedBy).filter(isStaying)]
  // One and the same is known by what it publishes, and better by why it is there.
  return [...new Map(held.map((one) => [`${one.session} ${one.incarnation}`, one])).values()]
}

/** Where a device was put that still publishes elsewhere. */
const placeSince = (session: SessionId, all: readonly Held[]): string | null =>
  all.find((one) => one.session === session && one.placed !== null)?.node ?? null

function occupantOf({ people, sources }: Media, held: Held, all: readonly Held[]): Occupant {
  const { participant, session, incarnation, placed } = held
  const person = people.get(participant)
  const mine = [...sources.values()].filter(
    (source) => source.session === session && source.incarnation === incarnation,
  )
  return {
    participant,
    name: person?.name ?? null,
    here: person !== undefined && isOnStay(person, session),
    sources: mine.map(({ kind, paused }) => ({ kind, paused: paused !== null })),
    placed,
    movesTo: placed === null ? placeSince(session, all) : null,
  }
}

export function partsOf(media: Media, seats: readonly KnownSeat[]): Part[] {
  const all = heldIn(media, seats)
  const byPlace = Map.groupBy(all, ({ incarnation }) => incarnation)
  return [...byPlace]
    .flatMap(([incarnation, held]) =>
      held.slice(0, 1).map(({ node }) => ({
        node,
        incarnation,
        people: held.map((one) => occupantOf(media, one, all)),
      })),
    )
    .toSorted((a, b) => (`${a.node} ${a.incarnation}` < `${b.node} ${b.incarnation}` ? -1 : 1))
}

/** Inside, and with media nowhere. */
export function without(
  { people }: Pick<RoomState, 'people'>,
  parts: readonly Part[],
): { participant: ParticipantId; name: string | null }[] {
  const somewhere = new Set(parts.flatMap((part) => part.people.map((one) => one.participant)))
  return [...people.values()]
    .filter((person) => presence(person) === 'here' && isInside(person))
    .filter((person) => !somewhere.has(person.participant))
    .map(({ participant, name }) => ({ participant, name }))
}

export function stateOf(nodes: readonly MediaNodeEntry[], node: string): ClassPart['state'] {
  const entry = nodes.find((one) => one.node === node)
  if (entry?.heard !== true) return 'gone'
  return entry.draining ? 'draining' : 'up'
}
