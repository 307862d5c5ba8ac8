// Stream keys of a person, for the encoder that one takes from class to class. Those of a class are asked for in class.
import { z } from 'zod'
import { keyWish, madeKey, streamKey } from '../broadcast.ts'
import { id } from '../fields.ts'
import { route } from './define.ts'
import { empty } from './entities.ts'

const which = z.object({ key: id<'streamKey'>() })
const own = { access: 'account', rate: 'write' } as const

export const streamKeysRoutes = {
  'streamKeys.list': route({
    method: 'GET',
    path: '/api/me/stream-keys',
    summary:
      'One’s own stream keys, and the addresses at which encoders come in. A stream goes to the class that one teaches now, or next.',
    response: z.object({ keys: z.array(streamKey), servers: z.array(z.string()) }),
    access: 'account',
    rate: 'read',
  }),
  'streamKeys.make': route({
    method: 'POST',
    path: '/api/me/stream-keys',
    summary: 'Makes a stream key of one’s own; its secret is told this once.',
    body: keyWish,
    response: madeKey,
    ...own,
  }),
  'streamKeys.rotate': route({
    method: 'POST',
    path: '/api/me/stream-keys/:key/rotate',
    summary: 'Gives a stream key another secret; whoever streams with the old one is sent away.',
    params: which,
    response: madeKey,
    ...own,
  }),
  'streamKeys.revoke': route({
    method: 'DELETE',
    path: '/api/me/stream-keys/:key',
    summary: 'Takes a stream key away; whoever streams with it is sent away.',
    params: which,
    response: empty,
    ...own,
  }),
}
