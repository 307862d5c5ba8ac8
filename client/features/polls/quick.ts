// Polls that need no preparation, and the blank that a new one starts from. Pure but for the language.
import type { PollDefinition } from '../../../shared/contract/polls.ts'
import type { PollDraft } from '../../../shared/room/polls.ts'
import { t } from '../../i18n/i18n.svelte.ts'

export const quickKinds = ['yesNo', 'trueFalse', 'letters', 'scale'] as const
export type QuickKind = (typeof quickKinds)[number]

export const blankPoll: PollDefinition = {
  kind: 'single',
  question: '',
  options: [],
  min: 1,
  max: 1,
  scale: null,
  anonymous: false,
  changes: true,
  results: 'reveal',
  right: [],
  seconds: null,
}

export function quickPoll(kind: QuickKind): PollDefinition {
  switch (kind) {
    case 'yesNo':
      return {
        ...blankPoll,
        question: t('polls.questionYesNo'),
        options: [t('polls.yes'), t('polls.no')],
      }
    case 'trueFalse':
      return { ...blankPoll, kind: 'trueFalse', question: t('polls.questionTrueFalse') }
    case 'letters':
      return { ...blankPoll, question: t('polls.questionLetters'), options: ['A', 'B', 'C', 'D'] }
    case 'scale':
      return {
        ...blankPoll,
        kind: 'scale',
        question: t('polls.questionScale'),
        scale: { from: 1, to: 5, fromLabel: '', toLabel: '' },
      }
  }
}

/** A draft as the definition it was made from. */
export function definitionOf(draft: PollDraft): PollDefinition {
  const { poll: _, question, options, right, ...rest } = draft
  return { ...rest, question: question ?? '', options: [...(options ?? [])], right: [...right] }
}
