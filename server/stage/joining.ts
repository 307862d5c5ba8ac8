// The last stage of a way in: who has media sees and hears. Where very many come at once media waits its
// turn, and nobody's text waits for it.
import { LyceumError } from '../../shared/errors.ts'
import type { RequestHandlers, Sender } from '../dispatch/dispatcher.ts'
import type { Turnstile } from '../rooms/turnstile.ts'

type Join = RequestHandlers['media.join']

export interface JoinCounts {
  /** Each, by how it went. */
  readonly joined: (outcome: string, ms: number) => void
  /** Of those, who had sound and picture on the same connection before and did not just move. */
  readonly rebuilt: () => void
}

export function oneAfterAnother(
  join: Join,
  turnstile: Turnstile,
  { joined, rebuilt }: JoinCounts,
): Join {
  const set = new WeakSet<Sender['member']>()
  const inTurn: Join = async (sender, input) => {
    const { room, participant, session } = sender.member.arrival
    const isOfStaff = sender.room.viewer(participant).kind === 'staff'
    const key = `${room} ${participant} ${session}`
    const done = await turnstile.pass({ key, returning: isOfStaff, tell: () => undefined })
    // Their next try took the place of this one.
    if (done === null) throw new LyceumError('unavailable')
    try {
      return await join(sender, input)
    } finally {
      done()
    }
  }
  return async (sender, input) => {
    const began = performance.now()
    try {
      const answer = await inTurn(sender, input)
      joined('ok', performance.now() - began)
      if (set.has(sender.member) && input.moving !== true) rebuilt()
      set.add(sender.member)
      return answer
    } catch (error) {
      joined(error instanceof LyceumError ? error.code : 'internal', performance.now() - began)
      throw error
    }
  }
}
