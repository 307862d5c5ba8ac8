// Answers the routes of templates: each account sees its own.
import { boardFileType } from '../../../shared/board/boardFile.ts'
import type { templatesRoutes } from '../../../shared/contract/http/templates.ts'
import { accountOf, type Handlers } from '../../http/handler.ts'
import type { TemplateStore } from './store.ts'

interface TemplatesParts {
  readonly templates: TemplateStore
  /** Bytes of one. */
  readonly limit: number
}

export function templatesHandlers({
  templates,
  limit,
}: TemplatesParts): Handlers<keyof typeof templatesRoutes> {
  return {
    'templates.list': async (_, call) => ({ templates: await templates.list(accountOf(call).id) }),
    'templates.add': async ({ query: { title }, body }, call) => ({
      template: await templates.add(accountOf(call).id, title, { ...body, limit }),
    }),
    'templates.delete': async ({ params: { template } }, call) => {
      await templates.take(accountOf(call).id, template)
      return {}
    },
    'templates.restore': async ({ params: { template } }, call) => ({
      template: await templates.restore(accountOf(call).id, template),
    }),
    'templates.get': async ({ params: { template } }, call) => {
      const { title, size, bytes } = await templates.open(accountOf(call).id, template)
      const name = `${title}${boardFileType.ending}`
      return { name, type: boardFileType.mime, size, shown: false, body: bytes }
    },
  }
}
