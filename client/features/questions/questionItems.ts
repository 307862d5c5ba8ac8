// What one may do with a question beyond the next thing, as the items of its menu. What ends it can be
// taken back for ten seconds.
import type { Question } from '../../../shared/room/questions.ts'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'
import type { Notices } from '../../ui/notices.svelte.ts'
import type { Questions } from './questions.svelte.ts'

interface Ending {
  readonly questions: Questions
  readonly notices: Notices
  readonly question: Question
  readonly how: 'dismiss' | 'finish'
}

export async function endQuestion({ questions, notices, question, how }: Ending): Promise<void> {
  const { question: id, state } = question
  if (!(await questions.act(how, id))) return
  const held = state === 'held' ? t('questions.refused') : t('questions.dismissed')
  notices.undoable(how === 'finish' ? t('questions.answered') : held, {
    label: t('ui.undo'),
    run: () => void questions.act('reopen', id),
  })
}

/** What the card does itself. */
export interface CardActs {
  readonly answer: () => void
  readonly merge: () => void
}

export function questionItems(
  { questions }: Classroom,
  notices: Notices,
  ...[question, card]: [Question, CardActs]
): MenuItem[] {
  const { question: id, pinned, state } = question
  const remove: MenuItem = {
    label: t('questions.delete'),
    danger: true,
    apart: questions.manages,
    run: () => void questions.act('delete', id),
  }
  if (!questions.manages) return questions.isMine(question) ? [remove] : []
  if (state === 'refused') return [remove]
  const open: MenuItem[] = [
    {
      label: t('questions.pin'),
      staff: true,
      checked: pinned,
      run: () => void questions.pin(id, !pinned),
    },
    {
      label: t('questions.dismiss'),
      staff: true,
      run: () => void endQuestion({ questions, notices, question, how: 'dismiss' }),
    },
  ]
  return [
    { label: t('questions.answerText'), staff: true, run: card.answer },
    { label: t('questions.merge'), staff: true, run: card.merge },
    ...(state === 'open' ? open : []),
    remove,
  ]
}
