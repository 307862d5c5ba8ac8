// What people publish: the sources that should be on the stage, and whether they are muted.
import { Map } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { Incarnation, ParticipantId, SourceId } from '../ids.ts'
import { isStaff } from '../roles.ts'
import type { Feature } from './feature.ts'

export type Source = BodyOf<'sources.opened'>
export type SourceKind = Source['kind']
export type SourceSlice = Map<SourceId, Source>

export function sourcesOf(sources: SourceSlice, participant: ParticipantId): Source[] {
  return [...sources.values()].filter((source) => source.participant === participant)
}

/** To people who may not see other students’ cameras, too. */
export function isShownToAll({ kind, role }: Pick<Source, 'kind' | 'role'>): boolean {
  return kind !== 'camera' || isStaff(role)
}

/** One of each person and kind, the earlier where somebody is being moved and has two for a moment. */
export function withoutTwins(sources: Iterable<Source>): Source[] {
  const eldest = [...sources].toSorted((a, b) => (a.source < b.source ? -1 : 1))
  const seen = new Set<string>()
  return eldest.filter(({ participant, session, kind }) => {
    const key = `${participant} ${session} ${kind}`
    return !seen.has(key) && seen.add(key)
  })
}

function pause(slice: SourceSlice, id: SourceId, by: Source['paused']): SourceSlice {
  const source = slice.get(id)
  return source === undefined ? slice : slice.set(id, { ...source, paused: by })
}

const lost = (slice: SourceSlice, incarnation: Incarnation): SourceSlice =>
  slice.filter((source) => source.incarnation !== incarnation)

export const sources: Feature<SourceSlice> = {
  initial: Map(),
  fold: {
    'sources.opened': (slice, { body }) => slice.set(body.source, body),
    'sources.paused': (slice, { body }) => pause(slice, body.source, body.by),
    'sources.resumed': (slice, { body }) => pause(slice, body.source, null),
    'sources.closed': (slice, { body }) => slice.delete(body.source),
    'sources.incarnationLost': (slice, { body }) => lost(slice, body.incarnation),
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? sources.initial : slice),
  encode: (slice) => [...slice.values()],
  decode: (json) =>
    Map((json as Source[]).map((source): [SourceId, Source] => [source.source, source])),
}
