// Who may read which layer and what they may do there: pure, and the same for the server that judges and
// the client that offers. What a right allows with single objects is the judge's.
import type { Origin } from '../contract/boardFacts.ts'
import { boardRights, type BoardRight } from '../contract/boardLimits.ts'
import type { BoardId, PageId, ParticipantId } from '../ids.ts'
import { can, isStaff } from '../roles.ts'
import { placeOf } from '../room/breakouts.ts'
import { boardIn, isRevealed, pageIn, type Board, type Page } from '../room/boards.model.ts'
import { mayDo, subjectOf, viewerOf } from '../room/standing.ts'
import type { RoomState } from '../room/state.ts'
import type { LayerName } from './layer.ts'

export type Right = 'none' | BoardRight

const ladder: readonly Right[] = ['none', ...boardRights]

export function atLeast(right: Right, wanted: Right): boolean {
  return ladder.indexOf(right) >= ladder.indexOf(wanted)
}

export type OnPage = Pick<LayerName, 'board' | 'page'>

/** What somebody may do with boards at all. */
function standing(
  room: RoomState,
  participant: ParticipantId,
): 'out' | 'watches' | 'draws' | 'staff' {
  const subject = subjectOf(room, participant)
  if (subject === null || viewerOf(room, participant).kind === 'waiting') return 'out'
  if (!can(subject, 'board.view', { forbidden: room.class.forbidden })) return 'out'
  if (isStaff(subject.role)) return 'staff'
  return mayDo(room, participant, 'board.draw') ? 'draws' : 'watches'
}

function isShown({ boards: { shown } }: RoomState, board: BoardId, page: PageId): boolean {
  return shown?.board === board && shown.page === page
}

interface OfPerson {
  readonly board: Board
  readonly page: Page
  readonly participant: ParticipantId
}

function rightOnSheet(room: RoomState, { board, page, participant }: OfPerson): Right {
  const state = board.set === null ? undefined : room.boards.sets.get(board.set)?.state
  if (board.owner !== participant || state === 'withdrawn')
    return isShown(room, board.id, page.id) ? 'view' : 'none'
  return state === 'out' ? (page.right ?? board.right) : 'view'
}

/** Whoever was in the room to the end may look at it later. */
function rightInBreakout(room: RoomState, { board, page, participant }: OfPerson): Right {
  const { open, past } = room.breakouts
  if (placeOf(room.breakouts, participant) === board.breakout)
    return board.people.get(participant) ?? page.right ?? board.right
  const was = !open && past.get(participant) === board.breakout
  return was || isShown(room, board.id, page.id) ? 'view' : 'none'
}

function rightOfKind(room: RoomState, of: OfPerson): Right {
  const { board, page, participant } = of
  if (board.kind === 'sheet') return rightOnSheet(room, of)
  if (board.breakout !== null) return rightInBreakout(room, of)
  return board.people.get(participant) ?? page.right ?? board.right
}

/** What this person may do on a page, work that they hide from others apart. */
export function rightOf(
  room: RoomState,
  participant: ParticipantId,
  { board, page }: OnPage,
): Right {
  const known = boardIn(room.boards, board)
  const onPage = pageIn(known, page)
  const stands = standing(room, participant)
  if (known === null || onPage === null || stands === 'out') return 'none'
  if (stands === 'staff') return 'editAll'
  const right = rightOfKind(room, { board: known, page: onPage, participant })
  const looksOnly = known.frozen || stands === 'watches'
  return right !== 'none' && looksOnly ? 'view' : right
}

/** In their own layer people may do what they like with what is theirs, whatever the page’s right. */
function rightInOwn(room: RoomState, participant: ParticipantId, board: Board): Right {
  if (standing(room, participant) !== 'draws' || board.frozen) return 'view'
  return board.people.get(participant) === 'view' ? 'view' : 'editOwn'
}

/** What this person may do in a layer; what is past can only be read, and only by staff. */
export function rightIn(room: RoomState, participant: ParticipantId, layer: LayerName): Right {
  const board = boardIn(room.boards, layer.board)
  const page = pageIn(board, layer.page)
  const right = rightOf(room, participant, layer)
  if (board === null || page === null || right === 'none') return 'none'
  const staff = standing(room, participant) === 'staff'
  if (layer.epoch !== page.epoch) return staff && layer.epoch < page.epoch ? 'view' : 'none'
  const { hidden } = page
  if (layer.of === 'shared') return hidden === null || staff ? right : 'view'
  if (hidden?.layers.has(layer.of) !== true) return 'none'
  if (staff) return 'editAll'
  if (layer.of === participant) return rightInOwn(room, participant, board)
  return isRevealed(hidden, layer.of) ? 'view' : 'none'
}

export function mayRead(room: RoomState, participant: ParticipantId, layer: LayerName): boolean {
  return rightIn(room, participant, layer) !== 'none'
}

export function mayWrite(room: RoomState, participant: ParticipantId, layer: LayerName): boolean {
  const right = rightIn(room, participant, layer)
  return right !== 'none' && right !== 'view'
}

interface PageLayers {
  /** Lowest first: the shared layer, then people’s own. */
  readonly read: readonly LayerName[]
  /** Where their own drawing goes now; null: nowhere. */
  readonly write: LayerName | null
  /** Work is hidden and theirs has no layer yet: `boards.beginLayer` makes one. */
  readonly begins: boolean
}

/** The layers of a page as it is now that this person may read, and the one that they draw in. */
export function layersFor(
  room: RoomState,
  participant: ParticipantId,
  { board, page }: OnPage,
): PageLayers {
  const known = boardIn(room.boards, board)
  const onPage = pageIn(known, page)
  if (known === null || onPage === null) return { read: [], write: null, begins: false }
  const { epoch, hidden } = onPage
  const all = ['shared' as const, ...(hidden?.layers.toArray().sort() ?? [])]
  const read = all
    .map((of) => ({ board, page, of, epoch }))
    .filter((layer) => mayRead(room, participant, layer))
  const working = hidden !== null && standing(room, participant) === 'draws'
  const own = working ? participant : 'shared'
  const write = read.find((one) => one.of === own && mayWrite(room, participant, one)) ?? null
  const mayBegin = working && rightInOwn(room, participant, known) !== 'view'
  return { read, write, begins: mayBegin && !hidden.layers.has(participant) }
}

/** What a layer of the present began as a copy of; null: empty. Of what is past, the layer’s own log says it. */
export function originOf(room: RoomState, layer: LayerName): Origin | null {
  const page = pageIn(boardIn(room.boards, layer.board), layer.page)
  if (page?.epoch !== layer.epoch) return null
  if (layer.of === 'shared') return page.origin
  const from = page.hidden?.from ?? null
  return from === null ? null : { ...layer, epoch: from, seq: null, merged: [] }
}
