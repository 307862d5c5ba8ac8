// Decides sets of sheets: handed out, one taken by each who wants, collected and given back.
import { boardsLimits } from '../contract/boardLimits.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { BoardId, SheetSetId } from '../ids.ts'
import { findPage, pageIds, sharedOf } from './boards.find.ts'
import type { SheetSet } from './boards.model.ts'
import { draft, notThere, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Names =
  'boards.handOut' | 'boards.takeSheet' | 'boards.collect' | 'boards.giveBack' | 'boards.withdraw'

const noSet: Refusal = refuse('missing', 'Nothing like that was handed out.', 'no-set')
const setClosed: Refusal = refuse('conflict', 'No more sheets are taken.', 'set-closed')
const manySets: Refusal = refuse(
  'conflict',
  'As much was handed out as may be in one class.',
  'sets-many',
)
const manySheets: Refusal = refuse('conflict', 'All sheets are taken.', 'sheets-many')

function findSet({ boards }: RoomState, id: SheetSetId): SheetSet | Refusal {
  return boards.sets.get(id) ?? noSet
}

export const sheetDeciders: Deciders<Names> = {
  'boards.handOut': (room, { title, template: on, right }, { id }) => {
    if (room.boards.sets.size >= boardsLimits.sets) return manySets
    const set = id as SheetSetId
    if (on === null) return [draft('boards.handedOut', { set, title, right, template: null })]
    const found = findPage(room, on)
    if ('code' in found) return found
    const template = { background: found.page.background, origin: sharedOf(found) }
    return [draft('boards.handedOut', { set, title, right, template })]
  },
  'boards.takeSheet': (room, { set: id }, { actor, id: made }) => {
    const set = findSet(room, id)
    if ('code' in set) return set
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const sheets = room.boards.boards.filter((one) => one.set === id)
    if (sheets.some(({ owner }) => owner === person.participant)) return []
    if (set.state !== 'out') return setClosed
    if (sheets.size >= boardsLimits.sheets) return manySheets
    const { participant: owner, name } = person
    const [page] = pageIds(made, 1) as [ReturnType<typeof pageIds>[number]]
    const body = { set: id, board: made as BoardId, page, owner, name }
    return [draft('boards.sheetTaken', body, ['staff', owner])]
  },
  'boards.collect': (room, { set: id }) => {
    const set = findSet(room, id)
    if ('code' in set) return set
    return set.state === 'out' ? [draft('boards.collected', { set: id })] : []
  },
  'boards.giveBack': (room, { set: id }) => {
    const set = findSet(room, id)
    if ('code' in set) return set
    return set.state === 'out' ? [] : [draft('boards.givenBack', { set: id })]
  },
  'boards.withdraw': (room, { set: id }) => {
    const set = findSet(room, id)
    if ('code' in set) return set
    return set.state === 'withdrawn' ? [] : [draft('boards.withdrawn', { set: id })]
  },
}
