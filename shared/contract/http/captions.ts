// Captions by HTTP, for services that listen to a class and write what is said.
import { z } from 'zod'
import { caption } from '../captions.ts'
import { route } from './define.ts'
import { empty, room } from './entities.ts'

export const captionRoutes = {
  'captions.write': route({
    method: 'POST',
    path: '/api/rooms/:room/captions',
    summary:
      'Writes a whole line of captions for whoever the room token is of, in the header `Authorization: Bearer` or as `token`, who must be in the class and needs `captions.write` there. The same `key` again writes nothing new.',
    params: z.object({ room }),
    body: z.object({
      /** Instead of the header `Authorization: Bearer`. */
      token: z.string().max(4_000).optional(),
      key: z.string().min(1).max(100),
      ...caption.shape,
    }),
    response: empty,
    access: 'public',
    roomToken: true,
    rate: 'write',
  }),
}
