// What happens to boards, pages and sheets, as the room's log tells it; what is drawn on them lies in layers,
// each with a log of its own. Facts about a sheet go to staff and its owner, and to all while it is shown.
import { z } from 'zod'
import { breakout } from './breakouts.ts'
import { boardRights, paperKinds } from './boardLimits.ts'
import { fact } from './define.ts'
import { id, personal } from './fields.ts'

export const board = id<'board'>()
export const page = id<'page'>()
export const set = id<'sheetSet'>()
export const participant = id<'participant'>()
export const right = z.enum(boardRights)
export const epoch = z.int().min(0).max(999_999)
const index = z.int().min(0)

export const background = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(paperKinds) }),
  /** A page, from 1, of a PDF, or a picture, which has one. */
  z.object({ kind: z.literal('slide'), file: id<'file'>(), page: z.int().min(1).max(9_999) }),
  /** Transparent, over the screen that this person shares. */
  z.object({ kind: z.literal('screen'), participant }),
])
export type Background = z.output<typeof background>

/**
 * What a layer began as a copy of: another layer as it stood at `seq` of its log, or where that is null as
 * it stood when the copy was made, with the layers of `merged` at the same epoch laid over it.
 */
export const origin = z.object({
  board,
  page,
  of: z.union([z.literal('shared'), participant]),
  epoch,
  seq: z.int().min(0).nullable(),
  merged: z.array(participant),
})
export type Origin = z.output<typeof origin>

const onPage = { board, page }

/** A sheet as those get it whole who have not seen it before. */
const wholeSheet = z.object({
  board,
  set,
  title: z.string(),
  owner: participant.nullable(),
  right,
  frozen: z.boolean(),
  pages: z.array(
    z.object({ page, background, epoch, origin: origin.nullable(), right: right.nullable() }),
  ),
})

const seen = { version: 1, time: 'asPictured', audience: 'board' } as const
const known = { version: 1, time: 'now', audience: 'board' } as const
const forAll = { version: 1, time: 'now', audience: 'all' } as const

const pageFacts = {
  'boards.opened': fact({
    summary:
      'A board is there, with these pages. `background` is the first page’s; where it is a slide, the others have the slides that follow. Since version 2 it may be a breakout room’s, which who is not in it cannot read.',
    ...seen,
    version: 2,
    audience: 'all',
    body: z.object({
      board,
      title: z.string(),
      right,
      pages: z.array(page),
      background,
      breakout: breakout.nullable(),
    }),
  }),
  'boards.renamed': fact({
    summary: 'A board has another title.',
    ...seen,
    body: z.object({ board, title: z.string() }),
  }),
  'boards.closed': fact({
    summary: 'A board was put away.',
    ...seen,
    audience: 'all',
    body: z.object({ board }),
  }),
  'boards.reopened': fact({
    summary: 'A board that was put away is back.',
    ...seen,
    audience: 'all',
    body: z.object({ board }),
  }),
  'boards.pagesAdded': fact({
    summary:
      'A board has more pages, from this place on; as in `boards.opened`, and of a copy what it began as.',
    ...seen,
    body: z.object({
      board,
      at: index,
      pages: z.array(page),
      background,
      origin: origin.nullable(),
    }),
  }),
  'boards.pageMoved': fact({
    summary: 'A page has another place.',
    ...seen,
    body: z.object({ ...onPage, to: index }),
  }),
  'boards.pageRemoved': fact({
    summary: 'A page was taken out of its board.',
    ...seen,
    body: z.object(onPage),
  }),
  'boards.pageRestored': fact({
    summary: 'A page that was taken out is back where it was.',
    ...seen,
    body: z.object(onPage),
  }),
  'boards.backgroundSet': fact({
    summary: 'A page has another background.',
    ...seen,
    body: z.object({ ...onPage, background }),
  }),
  'boards.cleared': fact({
    summary: 'A page is empty: its layers begin anew under this epoch.',
    ...seen,
    body: z.object({ ...onPage, epoch }),
  }),
  'boards.wentBack': fact({
    summary: 'A page is as it was earlier: under this epoch, as a copy.',
    ...seen,
    body: z.object({ ...onPage, epoch, origin }),
  }),
  'boards.shown': fact({
    summary:
      'A page is on the stage, or none; `leader` is whom the others follow. Carries a sheet whole, and its owner’s name.',
    ...seen,
    audience: 'all',
    body: z.object({
      board: board.nullable(),
      page: page.nullable(),
      leader: personal(participant),
      sheet: wholeSheet.nullable(),
      name: personal(z.string()),
    }),
  }),
}

const rightFacts = {
  'boards.rightSet': fact({
    summary:
      'What students may do on a board, or on one `page` of it, where null gives back to the board.',
    ...known,
    body: z.object({ board, page: page.nullable(), right: right.nullable() }),
  }),
  'boards.personRightSet': fact({
    summary: 'What one person may do on a board; null: what all may.',
    ...known,
    audience: 'concerned',
    body: z.object({ board, participant: personal(participant), right: right.nullable() }),
  }),
  'boards.frozen': fact({
    summary: 'Whether students can only look at a board, whatever their right.',
    ...known,
    body: z.object({ board, frozen: z.boolean() }),
  }),
}

const hidingFacts = {
  'boards.hidden': fact({
    summary: 'Each student works in a layer of their own on this page, unseen by the others.',
    ...forAll,
    body: z.object(onPage),
  }),
  'boards.layerBegun': fact({
    summary: 'Somebody has a layer of their own on a page; told to staff and them, later to all.',
    ...known,
    body: z.object({ ...onPage, participant: personal(participant) }),
  }),
  'boards.revealed': fact({
    summary: 'All may read these layers of the page; with `all` also those that begin from now on.',
    ...forAll,
    body: z.object({ ...onPage, all: z.boolean(), layers: z.array(participant) }),
  }),
  'boards.hidingEnded': fact({
    summary:
      'All work on the page together again: under this epoch, which began as the page was, with the layers merged into it or without.',
    ...forAll,
    body: z.object({ ...onPage, epoch, origin }),
  }),
  'boards.hiddenAgain': fact({
    summary:
      'That hiding was ended is taken back: under this epoch, all layers begin as they were then.',
    ...forAll,
    body: z.object({ ...onPage, epoch, origin }),
  }),
}

const sheetFacts = {
  'boards.handedOut': fact({
    summary: 'Everybody may take a sheet of their own of this set.',
    ...forAll,
    body: z.object({
      set,
      title: z.string(),
      right,
      template: z.object({ background, origin }).nullable(),
    }),
  }),
  'boards.sheetTaken': fact({
    summary: 'Somebody has a sheet of a set.',
    ...known,
    audience: 'concerned',
    body: z.object({
      set,
      board,
      page,
      owner: personal(participant),
      name: personal(z.string()),
    }),
  }),
  'boards.collected': fact({
    summary: 'The sheets of a set can only be looked at, and no more are taken.',
    ...forAll,
    body: z.object({ set }),
  }),
  'boards.givenBack': fact({
    summary: 'The sheets of a set are their owners’ again.',
    ...forAll,
    body: z.object({ set }),
  }),
  'boards.withdrawn': fact({
    summary: 'The sheets of a set are staff’s alone.',
    ...forAll,
    body: z.object({ set }),
  }),
}

export const boardFacts = { ...pageFacts, ...rightFacts, ...hidingFacts, ...sheetFacts }
