// What becomes of one's own sheets while one is there: collected, given back, withdrawn.
import type { ParticipantId, SheetSetId } from '../../../shared/ids.ts'
import type { BoardSlice, SheetSet } from '../../../shared/room/boards.model.ts'

export type OwnSheets = ReadonlyMap<SheetSetId, SheetSet>

/** The sets of which one has taken a sheet. */
export function ownSheets({ boards, sets }: BoardSlice, me: ParticipantId): OwnSheets {
  const taken = new Set(
    boards
      .valueSeq()
      .filter(({ owner }) => owner === me)
      .map(({ set }) => set),
  )
  return new Map(sets.filter(({ id }) => taken.has(id)))
}

/** Those that have another state than before; one that was taken since is no news. */
export function newsOf(before: OwnSheets, now: OwnSheets): SheetSet[] {
  return [...now.values()].filter(({ id, state }) => {
    const was = before.get(id)
    return was !== undefined && was.state !== state
  })
}
