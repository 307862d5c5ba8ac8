// What boards may come to, and the ladder of rights on them. Without schemas, for the client's sake.

/** Each right holds all that stand before it. */
export const boardRights = ['view', 'add', 'editOwn', 'editAll'] as const
export type BoardRight = (typeof boardRights)[number]

export const paperKinds = ['plain', 'grid', 'lines'] as const

export const boardsLimits = {
  /** Characters. */
  title: 120,
  /** Boards of a class, sheets and closed ones not counted. */
  boards: 50,
  /** Of breakout rooms. */
  breakoutBoards: 200,
  /** Of one board. */
  pages: 200,
  /** Of a class, sheets not counted. */
  allPages: 1_000,
  /** Closed boards, and of each board removed pages, that can be taken back. */
  closed: 50,
  removed: 20,
  sets: 40,
  /** Of one set. */
  sheets: 500,
  /** With a right of their own, on one board. */
  people: 200,
} as const
