// Decides what students may do on boards. What follows from it is `board/rights.ts`.
import { boardsLimits } from '../contract/boardLimits.ts'
import type { InputOf } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Decision } from '../log.ts'
import { isStaff } from '../roles.ts'
import { findBoard, findPage, ofSheet } from './boards.find.ts'
import { draft, notThere, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Right = InputOf<'boards.setRight'>['right']

const many: Refusal = refuse(
  'conflict',
  'As many people have a right of their own there as may have.',
  'rights-many',
)
const ofStaff: Refusal = refuse('conflict', 'Staff may do everything on boards.', 'staff')

interface OfOne {
  readonly board: InputOf<'boards.setRight'>['board']
  readonly participant: ParticipantId
  readonly right: Right
}

function setForOne(room: RoomState, { board: id, participant, right }: OfOne): Decision {
  const found = findBoard(room, id)
  if ('code' in found) return found
  const { kind, people } = found.board
  if (kind === 'sheet') return ofSheet
  const person = room.people.get(participant)
  if (person === undefined) return notThere
  if (isStaff(person.role) && right !== null) return ofStaff
  if ((people.get(participant) ?? null) === right) return []
  if (right !== null && !people.has(participant) && people.size >= boardsLimits.people) return many
  const readers = ['staff' as const, participant]
  return [draft('boards.personRightSet', { board: id, participant, right }, readers)]
}

function setForBoard(room: RoomState, id: OfOne['board'], right: Right): Decision {
  const found = findBoard(room, id)
  if ('code' in found) return found
  const given = right ?? (found.board.kind === 'sheet' ? 'editOwn' : 'view')
  if (found.board.right === given) return []
  return [draft('boards.rightSet', { board: id, page: null, right: given }, found.readers)]
}

export const boardRightDeciders: Deciders<'boards.setRight' | 'boards.freeze'> = {
  'boards.setRight': (room, { board, for: whose, right }) => {
    if (whose.kind === 'board') return setForBoard(room, board, right)
    if (whose.kind === 'person')
      return setForOne(room, { board, participant: whose.participant, right })
    const found = findPage(room, { board, page: whose.page })
    if ('code' in found) return found
    if (found.page.right === right) return []
    return [draft('boards.rightSet', { board, page: whose.page, right }, found.readers)]
  },
  'boards.freeze': (room, { board, frozen }) => {
    const found = findBoard(room, board)
    if ('code' in found) return found
    if (found.board.frozen === frozen) return []
    return [draft('boards.frozen', { board, frozen }, found.readers)]
  },
}
