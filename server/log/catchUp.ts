// What somebody who returns has missed: a frame from where they were to where this node is, or the
// advice to start anew.
import type { Fact, Frame, Position } from '../../shared/log.ts'
import { frameOf } from './frames.ts'
import { samePosition } from './timeline.ts'

/**
 * `frame` ends where the log stood when it was made. Subscribe before you ask, and send what the
 * subscription brings after this frame: a client ignores what it has.
 */
export type CatchUp = { readonly frame: Frame } | { readonly reset: true }

/** Further behind than this, a snapshot is the smaller answer. */
const longestFrame = 1_000

interface Followed {
  readonly position: Position
  sync(): Promise<void>
}

export interface CatchUpOptions {
  readonly have: Position
  readonly sees: (fact: Fact) => boolean
  readonly pull: (position: Position) => Promise<{ continues: boolean; facts: readonly Fact[] }>
}

export async function catchUp(
  log: Followed,
  { have, sees, pull }: CatchUpOptions,
): Promise<CatchUp> {
  // They came from a node that is ahead of this one.
  if (have.seq > log.position.seq) await log.sync()
  if (samePosition(have, log.position)) return { frame: frameOf(nothingAfter(have), sees) }
  if (have.seq >= log.position.seq || log.position.seq - have.seq > longestFrame) {
    return { reset: true }
  }
  const top = log.position.seq
  const { continues, facts } = await pull(have)
  if (!continues) return { reset: true }
  const known = facts.filter(({ seq }) => seq <= log.position.seq)
  const last = known.at(-1)
  // What came before this was asked is in no frame to come.
  if (last === undefined || last.seq < top) return { reset: true }
  return {
    frame: frameOf({ after: have, upto: { seq: last.seq, id: last.id }, facts: known }, sees),
  }
}

function nothingAfter(have: Position) {
  return { after: have, upto: have, facts: [] }
}
