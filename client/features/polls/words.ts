// What a poll's parts are called in the reader's language.
import { optionCount } from '../../../shared/room/pollTally.ts'
import type { PollQuestion } from '../../../shared/room/polls.ts'
import { t } from '../../i18n/i18n.svelte.ts'

type Asked = Pick<PollQuestion, 'kind' | 'options' | 'scale'>

export function optionWords({ kind, options, scale }: Asked): string[] {
  if (kind === 'trueFalse') return [t('polls.true'), t('polls.false')]
  const count = optionCount({ kind, options, scale })
  return Array.from({ length: count }, (_, index) => {
    if (kind !== 'scale' || scale === null) return options?.[index] ?? '…'
    const value = scale.from + index
    const end = value === scale.from ? scale.fromLabel : value === scale.to ? scale.toLabel : ''
    return end === '' ? String(value) : `${value} · ${end}`
  })
}

export function questionWords({ question }: Pick<PollQuestion, 'question'>): string {
  return question ?? '…'
}

/** Minutes and seconds that are left. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
