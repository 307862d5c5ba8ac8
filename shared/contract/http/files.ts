// Files in a class by HTTP: sent before the message that they go with, and had by whoever sees that message.
import { z } from 'zod'
import { fileLimits } from '../fileLimits.ts'
import { fileShown } from '../files.ts'
import { id, largestSeq, line } from '../fields.ts'
import { keptFile, route, upload } from './define.ts'
import { room } from './entities.ts'

/** Also of materials. */
export const fileName = line(fileLimits.name)

const onFile = {
  params: z.object({ room, file: id<'file'>() }),
  query: z.object({
    /** The number of the message that it came with. */
    message: z.coerce.number().int().min(1).max(largestSeq),
  }),
  response: keptFile,
  produces: 'file',
  access: { class: 'class.see' },
  rate: 'file',
} as const

export const filesRoutes = {
  'files.send': route({
    method: 'POST',
    path: '/api/rooms/:room/files',
    summary:
      'Sends a file: its bytes are the body. `Authorization: Bearer` gives the room token of the sender, who must be in the class and needs `files.send` there and a right to write to somebody or to draw on boards. What it is, is read off its bytes: pictures, which lose what a camera wrote into them, PDF, documents, sound, film, archives and text are taken. The answer’s `file.id` goes into `files` of `chat.say` within an hour. Refused with a reason: `file-size`, `file-type`, `file-broken`, `files-own`, `files-room`, `disk-full`.',
    params: z.object({ room }),
    query: z.object({
      name: fileName,
      /** `board`: a picture or PDF to lie on boards of the class, which stays without a message. */
      for: z.enum(['message', 'board']).default('message'),
    }),
    body: upload,
    consumes: 'bytes',
    response: z.object({ file: fileShown }),
    access: 'public',
    roomToken: true,
    rate: 'upload',
  }),
  'files.get': route({
    method: 'GET',
    path: '/api/rooms/:room/files/:file',
    summary:
      'A file that came with a message, as a download. For whoever may see the message, also after class; it is gone with its message.',
    ...onFile,
  }),
  'files.onBoard': route({
    method: 'GET',
    path: '/api/rooms/:room/boards/files/:file',
    summary:
      'A picture or PDF that was sent for boards, or a material of the class’s lesson. For whoever was let into the class and may see boards: a file is known only by whom something that shows it is.',
    params: z.object({ room, file: id<'file'>() }),
    response: keptFile,
    produces: 'file',
    access: { class: 'class.see' },
    rate: 'file',
  }),
  'files.thumbnail': route({
    method: 'GET',
    path: '/api/rooms/:room/files/:file/thumbnail',
    summary: 'A small picture of a picture that came with a message, as WebP.',
    ...onFile,
  }),
}
