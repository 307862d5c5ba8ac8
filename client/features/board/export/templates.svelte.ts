// The boards that one's account keeps as templates.
import type { TemplateEntry } from '../../../../shared/contract/http/templates.ts'
import { addressOf, callErrorOf, type Api } from '../../../api/api.ts'
import { explain, refusalOf } from '../../../api/explain.ts'
import { sendFile } from '../../../api/sendFile.ts'
import { t } from '../../../i18n/i18n.svelte.ts'
import './texts.ts'

type TemplateId = TemplateEntry['id']

/** Throws the refusal; a guest's is `unauthenticated`. */
export async function keepTemplate(title: string, file: Blob): Promise<void> {
  const url = addressOf('templates.add', { query: { title } })
  await sendFile({ url, bytes: file, progress: () => undefined }).done
}

/** Why something about templates did not work. */
export function templateProblem(error: unknown): string {
  const { code, reason } = refusalOf(error)
  if (code === 'unauthenticated') return t('boardExport.needsAccount')
  if (reason === 'templates-many') return t('boardExport.manyTemplates')
  return code === 'tooLarge' ? t('boardExport.templateTooLarge') : explain(error)
}

export class Templates {
  /** Newest first; null before they are known. */
  all = $state.raw<readonly TemplateEntry[] | null>(null)
  /** Why they cannot be shown. */
  problem = $state<string | null>(null)
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  async load(): Promise<void> {
    try {
      this.all = (await this.#api.call('templates.list')).templates
      this.problem = null
    } catch (error) {
      this.problem = templateProblem(error)
    }
  }

  async file(template: TemplateId): Promise<Blob> {
    const response = await fetch(addressOf('templates.get', { params: { template } }))
    if (!response.ok) throw await callErrorOf(response)
    return response.blob()
  }

  async remove(template: TemplateId): Promise<void> {
    await this.#api.call('templates.delete', { params: { template } })
    this.all = this.all?.filter(({ id }) => id !== template) ?? null
  }

  async restore(template: TemplateId): Promise<void> {
    await this.#api.call('templates.restore', { params: { template }, body: {} })
    await this.load()
  }
}
