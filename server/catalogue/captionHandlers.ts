// Answers the route by which a service writes captions: the room token says for whom, the room whether it may.
import type { captionRoutes } from '../../shared/contract/http/captions.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { Handlers } from '../http/handler.ts'
import type { RoomDoor } from './ports.ts'

interface CaptionParts {
  readonly rooms: Pick<RoomDoor, 'command'>
  readonly tokens: Pick<Tokens, 'verify'>
}

export function captionHandlers({
  rooms,
  tokens,
}: CaptionParts): Handlers<keyof typeof captionRoutes> {
  return {
    'captions.write': async ({ params: { room }, body: { token, key, ...input } }, { bearer }) => {
      const said = token ?? bearer
      if (said === null) throw new LyceumError('unauthenticated')
      const claims = await tokens.verify(said)
      if (claims.room !== room) throw new LyceumError('forbidden')
      await rooms.command(room, claims.participant, { name: 'captions.write', input, key })
      return {}
    },
  }
}
