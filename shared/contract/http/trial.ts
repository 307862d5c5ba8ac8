// Trying whether media gets through to the media nodes, before any class: on each two transports of a room that
// nobody is in, which close by themselves.
import { z } from 'zod'
import { iceServer } from '../media.ts'
import { transportParameters } from '../sfu/media.ts'
import { nothing } from './entities.ts'
import { route } from './define.ts'

export const trialRoutes = {
  'media.try': route({
    method: 'POST',
    path: '/api/media/trial',
    summary:
      'Opens two transports on each media node that takes people (8 of more) that carry nothing and are gone after 20 s: a browser sees which nodes it reaches by UDP and by TCP.',
    body: nothing,
    response: z.object({
      /** The node has no name here: anybody may ask. */
      nodes: z.array(z.object({ transports: z.tuple([transportParameters, transportParameters]) })),
      iceServers: z.array(iceServer),
    }),
    access: 'public',
    rate: 'trial',
  }),
}
