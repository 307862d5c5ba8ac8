// One connection to a layer, as the layer sees it.
import type { Right } from '../../shared/board/rights.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { Problem } from './problem.ts'

/** Why a socket is closed; y-websocket's provider comes back after 45xx and never after 44xx. */
export const closing = {
  forbidden: [4403, 'You cannot see this page of the board.'],
  tooMany: [4429, 'You have this board open too often.'],
  away: [4503, 'Not reachable just now; trying again helps.'],
  anew: [4504, 'The board has to be loaded anew.'],
  slow: [4508, 'The connection is too slow for what is sent.'],
} as const satisfies Record<string, readonly [code: number, words: string]>
export type Closing = keyof typeof closing

/** What somebody may do with a layer at present; null when they may not even see it. */
export interface Standing {
  readonly right: Right
  readonly staff: boolean
}

export interface Reader {
  readonly participant: ParticipantId
  readonly name: string
  /** Asked anew each time: rights change in class. */
  standing(): Standing | null
  send(message: Uint8Array): void
  /** May be left out for whoever is slow. */
  sendPassing(message: Uint8Array): void
  /** Tells that something was not taken; the connection stays and takes nothing more until it begins anew. */
  reset(problem: Problem): void
  close(why: Closing): void
}
