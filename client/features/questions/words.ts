// What a question's parts are called in the reader's language.
import type { Question } from '../../../shared/room/questions.ts'
import { t } from '../../i18n/i18n.svelte.ts'

type Asked = Pick<Question, 'anonymous' | 'name'> & {
  readonly author: { readonly name: string | null } | null
}

export function textWords({ text }: { readonly text: string | null }): string {
  return text ?? t('questions.gone')
}

/** Staff reads the name beside “without a name”. */
export function askerWords({ anonymous, author, name }: Asked): string {
  if (!anonymous) return name ?? t('classroom.somebody')
  const known = author?.name ?? null
  return known === null ? t('questions.anonymous') : t('questions.anonymousBy', { name: known })
}
