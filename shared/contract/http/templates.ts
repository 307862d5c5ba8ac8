// Templates: boards that an account keeps, to be opened in any class.
import { z } from 'zod'
import { id } from '../fields.ts'
import { keptFile, route, upload } from './define.ts'
import { empty, title } from './entities.ts'

const template = id<'template'>()
export const templateEntry = z.object({
  id: template,
  title: z.string(),
  /** In bytes. */
  size: z.int(),
  /** In ms since 1970. */
  createdAt: z.int(),
})
export type TemplateEntry = z.output<typeof templateEntry>

const one = z.object({ template: templateEntry })
const which = z.object({ template })

export const templatesRoutes = {
  'templates.list': route({
    method: 'GET',
    path: '/api/templates',
    summary: 'The boards that one keeps as templates, newest first.',
    response: z.object({ templates: z.array(templateEntry) }),
    access: 'account',
    rate: 'read',
  }),
  'templates.add': route({
    method: 'POST',
    path: '/api/templates',
    summary:
      'Keeps a board: its own file is the body. Refused with the reasons `file-size`, `not-a-board`, `templates-many` and `disk-full`.',
    query: z.object({ title }),
    body: upload,
    consumes: 'bytes',
    response: one,
    access: 'account',
    rate: 'upload',
  }),
  'templates.delete': route({
    method: 'DELETE',
    path: '/api/templates/:template',
    summary: 'Takes a template away. It can be put back for a day.',
    params: which,
    response: empty,
    access: 'account',
    rate: 'write',
  }),
  'templates.restore': route({
    method: 'POST',
    path: '/api/templates/:template/restore',
    summary: 'Puts a template back that was taken away.',
    params: which,
    body: empty,
    response: one,
    access: 'account',
    rate: 'write',
  }),
  'templates.get': route({
    method: 'GET',
    path: '/api/templates/:template/file',
    summary: 'A template as a board’s own file.',
    params: which,
    response: keptFile,
    produces: 'file',
    access: 'account',
    rate: 'file',
  }),
}
