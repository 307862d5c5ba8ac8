// What is on the stage and what in the strip, from who sends what, what staff chose for all, and where
// this person looks. Pure; places are kept by the order of `people`.
import type { Focus } from '../../../shared/contract/stage.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Source } from '../../../shared/room/sources.ts'

export interface Face {
  readonly participant: ParticipantId
  readonly staff: boolean
  readonly camera: Source | null
  readonly screen: Source | null
  readonly document: Source | null
  /** Place in the queue of hands; null when down. */
  readonly hand: number | null
}

/** What somebody shows beside their face. */
type Shared = 'screen' | 'document'

export interface Tile {
  /** Stable: the same tile keeps its element and its place. */
  readonly key: string
  readonly kind: 'face' | Shared
  readonly participant: ParticipantId
  readonly source: Source | null
}

export interface Arrangement {
  readonly kind: 'empty' | 'solo' | 'grid' | 'screen'
  readonly main: readonly Tile[]
  readonly strip: readonly Tile[]
}

export interface Look {
  readonly me: ParticipantId
  readonly staff: boolean
  /** Staff's choice, or one's own when one looks elsewhere. */
  readonly focus: Focus
  /** Whom to follow, when one follows the speaker; null otherwise. */
  readonly follow: ParticipantId | null
}

const face = ({ participant, camera }: Face): Tile => ({
  key: `face ${participant}`,
  kind: 'face',
  participant,
  source: camera,
})

/** Somebody's screen and document camera, as they are there. */
function sharedBy(one: Face): Tile[] {
  return (['screen', 'document'] as const).flatMap((kind) => {
    const source = one[kind]
    const { participant } = one
    return source === null ? [] : [{ key: `${kind} ${participant}`, kind, participant, source }]
  })
}

/** Instructors first, hands next in their order, then everybody in the order they came. */
export function stripOrder(faces: readonly Face[]): Face[] {
  const rank = (one: Face): number => (one.staff ? 0 : one.hand !== null ? 1 : 2)
  return [...faces].sort(
    (one, other) => rank(one) - rank(other) || (one.hand ?? 0) - (other.hand ?? 0),
  )
}

export function arrange(faces: readonly Face[], look: Look): Arrangement {
  if (faces.length === 0) return { kind: 'empty', main: [], strip: [] }
  const ordered = stripOrder(faces)
  const screens = faces.flatMap(sharedBy)
  const shared = sharedTile(screens, look)
  if (shared !== null) {
    const others = screens.filter((tile) => tile !== shared)
    return { kind: 'screen', main: [shared], strip: [...others, ...ordered.map(face)] }
  }
  const one = soloist(ordered, look)
  if (one === null) {
    return { kind: 'grid', main: [...screens, ...placed(faces, look).map(face)], strip: [] }
  }
  const others = ordered.filter(({ participant }) => participant !== one.participant)
  return { kind: 'solo', main: [face(one)], strip: [...screens, ...others.map(face)] }
}

/** Whether there is anything to look at where somebody wants to look. */
export function isThere(faces: readonly Face[], focus: Focus): boolean {
  if (focus.kind === 'auto' || focus.kind === 'grid') return true
  const found = faces.find(({ participant }) => participant === focus.participant)
  return found !== undefined && (focus.kind === 'person' || found[focus.kind] !== null)
}

function sharedTile(screens: readonly Tile[], { focus }: Look): Tile | null {
  switch (focus.kind) {
    case 'screen':
    case 'document':
      return screens.find((tile) => isAt(tile, focus)) ?? null
    case 'auto':
      // The newest is the one meant.
      return [...screens].sort((one, other) => later(one, other))[0] ?? null
    case 'grid':
    case 'person':
      return null
  }
}

const isAt = (tile: Tile, { kind, participant }: Pick<Tile, 'kind' | 'participant'>): boolean =>
  tile.kind === kind && tile.participant === participant

function later(one: Tile, other: Tile): number {
  return (other.source?.source ?? '').localeCompare(one.source?.source ?? '')
}

/** One face on the stage, or null for all of them. */
function soloist(ordered: readonly Face[], { focus, follow, me, staff }: Look): Face | null {
  const find = (id: ParticipantId | null): Face | null =>
    ordered.find(({ participant }) => participant === id) ?? null
  const followed = find(follow)
  if (followed !== null) return followed
  if (focus.kind === 'grid') return null
  if (focus.kind === 'person') return find(focus.participant)
  if (ordered.length === 1) return ordered[0] ?? null
  // Whoever teaches looks at faces; the others look at whoever teaches.
  if (staff) {
    const others = ordered.filter(({ participant }) => participant !== me)
    return others.length === 1 ? (others[0] ?? null) : null
  }
  const teaching = ordered.filter((one) => one.staff && one.participant !== me)
  return teaching.find(({ camera }) => camera !== null) ?? teaching[0] ?? null
}

/** Places of a grid: others as they came, oneself last. */
function placed(faces: readonly Face[], { me }: Look): Face[] {
  const others = faces.filter(({ participant }) => participant !== me)
  return [...others, ...faces.filter(({ participant }) => participant === me)]
}

/** Keeps everybody's place: who stays keeps it, who is new comes last. */
export function keepPlaces(
  places: readonly ParticipantId[],
  present: readonly ParticipantId[],
): readonly ParticipantId[] {
  const here = new Set(present)
  const known = new Set(places)
  const kept = places.filter((id) => here.has(id))
  const fresh = present.filter((id) => !known.has(id))
  return fresh.length === 0 && kept.length === places.length ? places : [...kept, ...fresh]
}
