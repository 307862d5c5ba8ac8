// What lies on boards by HTTP, for whoever only looks: small pictures, downloads, and the past of a page.
import { z } from 'zod'
import { epoch, board, page } from '../boardFacts.ts'
import { largestSeq } from '../fields.ts'
import { route } from './define.ts'
import { room } from './entities.ts'

const seq = z.int().min(0)

/** A state of a page that can be looked at and restored, see `boards.goBack`. */
const moment = z.object({ epoch, seq, at: z.int() })
export type Moment = z.output<typeof moment>

export const boardsRoutes = {
  'boards.layer': route({
    method: 'GET',
    path: '/api/rooms/:room/boards/layers/:layer',
    summary:
      'What lies on a layer, `board:page:of:epoch`, as a Yjs update of version 1: now, or as it was at a number of its log. For whoever may read the layer; what is past is for staff.',
    params: z.object({ room, layer: z.string().max(200) }),
    query: z.object({ seq: z.coerce.number().int().min(0).max(largestSeq).optional() }),
    response: z.object({ seq, update: z.base64() }),
    access: { class: 'class.see' },
    rate: 'file',
  }),
  'boards.past': route({
    method: 'GET',
    path: '/api/rooms/:room/boards/:board/pages/:page/past',
    summary:
      'When the shared layer of a page changed, oldest first, over all its epochs; of many changes in a short time the last. For staff.',
    params: z.object({ room, board, page }),
    response: z.object({ moments: z.array(moment) }),
    access: { class: 'class.see' },
    rate: 'read',
  }),
}
