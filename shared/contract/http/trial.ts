// Trying whether media gets through to a media node, before any class: two transports of a room that
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
      'Opens two transports on a media node that carry nothing and are gone after 20 s: a browser sees whether it reaches them by UDP and by TCP.',
    body: nothing,
    response: z.object({
      transports: z.tuple([transportParameters, transportParameters]),
      iceServers: z.array(iceServer),
    }),
    access: 'public',
    rate: 'trial',
  }),
}
