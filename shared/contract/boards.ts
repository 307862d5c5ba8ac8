// Boards of the class: their pages, who may draw on them, work that students hide from each other until it
// is revealed, and sheets, of which each student has one. Drawing itself goes over the sockets of layers.
import { z } from 'zod'
import { background, board, epoch, page, participant, right, set } from './boardFacts.ts'
import { boardsLimits } from './boardLimits.ts'
import { command } from './define.ts'
import { id, largestSeq, line } from './fields.ts'

const title = line(boardsLimits.title)
const onBoard = z.object({ board })
const onPage = z.object({ board, page })
const onSet = z.object({ set })

/** Pages to make: one with a background, or one for each page of a file. */
const made = {
  background: background.default({ kind: 'plain' }),
  slides: z
    .object({ file: id<'file'>(), pages: z.int().min(1).max(boardsLimits.pages) })
    .nullable()
    .default(null),
}

const manages = { permission: 'board.manage', rate: 'act' } as const

const pageCommands = {
  'boards.open': command({
    summary: 'Makes a board, with one page or with the pages of a file.',
    input: z.object({ title, ...made, right: right.default('view') }),
    ...manages,
  }),
  'boards.rename': command({
    summary: 'Gives a board another title.',
    input: z.object({ board, title }),
    ...manages,
  }),
  'boards.close': command({ summary: 'Puts a board away.', input: onBoard, ...manages }),
  'boards.reopen': command({
    summary: 'Takes a board out again that was put away.',
    input: onBoard,
    ...manages,
  }),
  'boards.addPage': command({
    summary: 'Adds a page, or the pages of a file, after a page or at the end.',
    input: z.object({ board, after: page.nullable().default(null), ...made }),
    ...manages,
  }),
  'boards.copyPage': command({
    summary:
      'Copies a page as it is now, on another background if one is named: behind itself, or to the end of another board.',
    input: z.object({
      board,
      page,
      to: board.nullable().default(null),
      background: background.nullable().default(null),
    }),
    ...manages,
  }),
  'boards.movePage': command({
    summary: 'Gives a page another place, counted from 0.',
    input: z.object({ board, page, to: z.int().min(0).max(boardsLimits.pages) }),
    ...manages,
  }),
  'boards.removePage': command({
    summary: 'Takes a page out of its board.',
    input: onPage,
    ...manages,
  }),
  'boards.restorePage': command({
    summary: 'Puts a page back that was taken out.',
    input: onPage,
    ...manages,
  }),
  'boards.setBackground': command({
    summary: 'Gives a page another background.',
    input: z.object({ board, page, background }),
    ...manages,
  }),
  'boards.clear': command({
    summary: 'Empties a page; `boards.goBack` takes that back.',
    input: onPage,
    ...manages,
  }),
  'boards.goBack': command({
    summary: 'Makes a page what it was in an earlier epoch, at its end or at a number of its log.',
    input: z.object({
      board,
      page,
      from: z.object({ epoch, seq: z.int().min(0).max(largestSeq).nullable() }),
    }),
    ...manages,
  }),
  'boards.show': command({
    summary:
      'Puts a page on the stage for all, also one of a sheet, or with null takes it off. With `leader` the others are asked to follow the sender’s view.',
    input: z.object({ on: z.object({ board, page, leader: z.boolean() }).nullable() }),
    ...manages,
  }),
}

const rightCommands = {
  'boards.setRight': command({
    summary:
      'What students may do on a board, on one page of it, or what one person may there; null gives back to what holds else.',
    input: z.object({
      board,
      for: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('board') }),
        z.object({ kind: z.literal('page'), page }),
        z.object({ kind: z.literal('person'), participant }),
      ]),
      right: right.nullable(),
    }),
    ...manages,
  }),
  'boards.freeze': command({
    summary: 'Lets students only look at a board, or draw on it again.',
    input: z.object({ board, frozen: z.boolean() }),
    ...manages,
  }),
}

const hidingCommands = {
  'boards.hide': command({
    summary: 'From now on each student works in a layer of their own, unseen by the others.',
    input: onPage,
    ...manages,
  }),
  'boards.beginLayer': command({
    summary: 'Gives the sender a layer of their own on a page where work is hidden.',
    input: onPage,
    permission: 'board.draw',
    rate: 'act',
  }),
  'boards.reveal': command({
    summary: 'Shows everybody the hidden work of one student, or with null of all.',
    input: z.object({ board, page, participant: participant.nullable() }),
    ...manages,
  }),
  'boards.endHiding': command({
    summary: 'Lets all work together again; what was hidden becomes part of the page, or goes.',
    input: z.object({ board, page, how: z.enum(['merge', 'discard']) }),
    ...manages,
  }),
  'boards.hideAgain': command({
    summary: 'Takes back that hiding was ended.',
    input: onPage,
    ...manages,
  }),
}

const sheetCommands = {
  'boards.handOut': command({
    summary:
      'Lets everybody take a sheet of their own, each a copy of a page as it is then, or empty.',
    input: z.object({
      title,
      template: onPage.nullable(),
      right: right.default('editOwn'),
    }),
    ...manages,
  }),
  'boards.takeSheet': command({
    summary: 'Makes the sender’s own sheet of a set, which staff see too; one per person.',
    input: onSet,
    permission: 'board.draw',
    rate: 'act',
  }),
  'boards.collect': command({
    summary: 'Ends work on the sheets of a set.',
    input: onSet,
    ...manages,
  }),
  'boards.giveBack': command({
    summary: 'Lets work on the sheets of a set go on that was collected or withdrawn.',
    input: onSet,
    ...manages,
  }),
  'boards.withdraw': command({
    summary: 'Takes the sheets of a set from their owners.',
    input: onSet,
    ...manages,
  }),
}

export const boardCommands = {
  ...pageCommands,
  ...rightCommands,
  ...hidingCommands,
  ...sheetCommands,
}
