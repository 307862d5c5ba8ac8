// The quick polls of the “Teach” menu: one click opens one, and ten seconds long another takes it back.
import ChartColumn from '@lucide/svelte/icons/chart-column'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'
import type { Notices } from '../../ui/notices.svelte.ts'
import { quickKinds, quickPoll, type QuickKind } from './quick.ts'

export function quickItems(classroom: Classroom, notices: Notices): MenuItem[] {
  const { polls, room } = classroom
  if (!polls.manages || !room.live) return []
  const words: Record<QuickKind, string> = {
    yesNo: t('polls.quickYesNo'),
    trueFalse: t('polls.quickTrueFalse'),
    letters: t('polls.quickLetters'),
    scale: t('polls.quickScale'),
  }
  const start = async (kind: QuickKind): Promise<void> => {
    const poll = await polls.ask(quickPoll(kind))
    if (poll === null) return
    classroom.open('polls')
    notices.undoable(t('polls.pollOpen'), {
      label: t('ui.undo'),
      run: () => void polls.discard(poll),
    })
  }
  return quickKinds.map((kind, index) => ({
    label: words[kind],
    icon: ChartColumn,
    staff: true,
    apart: index === 0,
    run: () => void start(kind),
  }))
}
