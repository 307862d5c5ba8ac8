// Slides for boards by HTTP: a PDF as it is, a presentation by way of LibreOffice, where that is installed.
import { z } from 'zod'
import { fileShown } from '../files.ts'
import { id } from '../fields.ts'
import { route, upload } from './define.ts'
import { room } from './entities.ts'
import { fileName } from './files.ts'

const slides = id<'file'>()

/** What becomes of a presentation that is made into a PDF. */
const conversion = z.discriminatedUnion('state', [
  /** So many others come first. */
  z.object({ state: z.literal('waiting'), ahead: z.int() }),
  z.object({ state: z.literal('converting'), since: z.int() }),
  /** `file` is the PDF; see `files.onBoard`. */
  z.object({ state: z.literal('done'), file: fileShown }),
  z.object({ state: z.literal('failed'), why: z.enum(['broken', 'slow', 'large']) }),
])
export type Conversion = z.output<typeof conversion>

export const slidesRoutes = {
  'slides.send': route({
    method: 'POST',
    path: '/api/rooms/:room/boards/slides',
    summary:
      'Sends slides for boards: the file’s bytes are the body. `Authorization: Bearer` gives the room token of the sender, who needs `board.manage`. A PDF is `done` at once; presentations and texts of office programs become one, see `slides.progress`. Refused with a reason: as in `files.send`, or `no-office`.',
    params: z.object({ room }),
    query: z.object({ name: fileName }),
    body: upload,
    consumes: 'bytes',
    response: z.object({ slides, progress: conversion }),
    access: 'public',
    roomToken: true,
    rate: 'upload',
  }),
  'slides.progress': route({
    method: 'GET',
    path: '/api/rooms/:room/boards/slides/:slides',
    summary: 'How far a presentation has come on its way to a PDF.',
    params: z.object({ room, slides }),
    response: conversion,
    access: { class: 'class.see' },
    rate: 'read',
  }),
}
