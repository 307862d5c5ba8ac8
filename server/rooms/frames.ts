// Cuts the facts of a tick into frames: one per view, and one for each person whom a fact names. Pure.
import type { ParticipantId } from '../../shared/ids.ts'
import type { Fact, Frame, Position } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import type { ViewKind } from '../../shared/room/viewer.ts'

export const viewKinds: readonly ViewKind[] = ['staff', 'member', 'waiting']

/** Nobody in particular: sees what everybody with this view sees. */
const anybody = '' as ParticipantId

/** How far each view was told; later frames of the view start there. */
export type Told = Readonly<Record<ViewKind, number>>

export interface Cut {
  /** Views without a visible fact get no frame and stay where they were told. */
  readonly frames: ReadonlyMap<ViewKind, Frame>
  /** People some fact names: they get a frame of their own instead. */
  readonly named: readonly ParticipantId[]
  readonly told: Told
}

function namedIn(facts: readonly Fact[]): ParticipantId[] {
  const named = new Set<ParticipantId>()
  for (const { visibleTo } of facts) {
    if (typeof visibleTo === 'string') continue
    for (const one of visibleTo) if (one !== 'staff') named.add(one)
  }
  return [...named]
}

export function cutFrames(facts: readonly Fact[], upto: Position, told: Told): Cut {
  const frames = new Map<ViewKind, Frame>()
  const next = { ...told }
  for (const kind of viewKinds) {
    const seen = show(facts, { participant: anybody, kind })
    if (seen.length === 0) continue
    frames.set(kind, { after: told[kind], upto, facts: seen })
    next[kind] = upto.seq
  }
  return { frames, named: namedIn(facts), told: next }
}
