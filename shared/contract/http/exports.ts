// What staff take out of a class: its chat, its questions, its polls and who was there, as files to save.
import { z } from 'zod'
import { attachment, route } from './define.ts'
import { room } from './entities.ts'

export const exportables = ['chat', 'questions', 'polls', 'attendance'] as const
export type Exportable = (typeof exportables)[number]
export const exportFormats = ['csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

const file = z.templateLiteral([z.enum(exportables), '.', z.enum(exportFormats)])

export const exportsRoutes = {
  'exports.download': route({
    method: 'GET',
    path: '/api/rooms/:room/export/:file',
    summary:
      'The chat, the questions, the polls or the attendance of a class, as CSV or JSON. Without what was deleted, without what staff may not read, and without the names of people who were erased. In CSV, what a spreadsheet would take for a formula is text.',
    params: z.object({ room, file }),
    response: attachment,
    produces: 'attachment',
    access: { class: 'reports.see' },
    rate: 'read',
  }),
}
