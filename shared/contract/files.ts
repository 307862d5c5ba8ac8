// Files that people send in a class. They come by HTTP (see `http/files.ts`), wait, and become part of a
// message of the chat; whoever may see the message may have them.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { fileLimits } from './fileLimits.ts'
import { content, id, personal } from './fields.ts'

const side = z.int().min(1).max(100_000).nullable()

/** What is told of a file; sides in pixels, of pictures. */
export const fileShown = z.object({
  id: id<'file'>(),
  name: z.string().max(fileLimits.name * 16),
  type: z.string().max(100),
  size: z.int().min(0),
  width: side,
  height: side,
})
export type FileShown = z.output<typeof fileShown>

export const fileCommands = {
  'files.receive': command({
    summary:
      'A file of somebody’s is here, checked and kept; made by the installation when one was sent by HTTP. Refused to whoever may not send files or write to anybody, and beyond what one person or a class may send.',
    input: z.object({ participant: id<'participant'>(), file: fileShown }),
    permission: 'system',
    rate: 'system',
  }),
}

export const fileFacts = {
  'files.received': fact({
    summary: 'A file waits to become part of a message by whoever sent it. No reader is told.',
    version: 1,
    time: 'now',
    audience: 'nobody',
    body: z.object({ participant: personal(id<'participant'>()), file: content(fileShown) }),
  }),
}
