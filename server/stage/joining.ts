// The last stage of a way in: who has media sees and hears. Where very many come at once media waits its
// turn, and nobody's text waits for it.
import { LyceumError } from '../../shared/errors.ts'
import type { RequestHandlers } from '../dispatch/dispatcher.ts'
import type { Turnstile } from '../rooms/turnstile.ts'

type Join = RequestHandlers['media.join']

/** `joined` counts each, by how it went. */
export function oneAfterAnother(
  join: Join,
  turnstile: Turnstile,
  joined: (outcome: string) => void,
): Join {
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
    try {
      const answer = await inTurn(sender, input)
      joined('ok')
      return answer
    } catch (error) {
      joined(error instanceof LyceumError ? error.code : 'internal')
      throw error
    }
  }
}
