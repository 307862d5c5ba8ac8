// Silencing many at once in the “Teach” menu; taken back by asking them to speak again.
import MicOff from '@lucide/svelte/icons/mic-off'
import { t } from '../i18n/i18n.svelte.ts'
import type { MenuItem } from '../ui/menuItem.ts'
import type { Notices } from '../ui/notices.svelte.ts'
import type { Classroom } from './classroom.svelte.ts'

export function muteItems({ lesson }: Classroom, notices: Notices): MenuItem[] {
  if (!lesson.moderates) return []
  const mute = async (staff: boolean): Promise<void> => {
    if (!(await lesson.muteAll(staff))) return
    notices.undoable(t(staff ? 'classroom.mutedStaffToo' : 'classroom.mutedAll'), {
      label: t('ui.undo'),
      run: () => lesson.askToSpeak(null),
    })
  }
  const item = (label: string, open: number, staffToo: boolean): MenuItem => ({
    label,
    hint: t('classroom.openMicrophones', { count: open }),
    icon: MicOff,
    staff: true,
    disabled: open === 0,
    run: () => void mute(staffToo),
  })
  const { open, openOfOthers } = lesson
  return [
    item(t('classroom.muteAll'), open, false),
    // Where nobody else of the staff is heard it would be the same.
    ...(openOfOthers > open ? [item(t('classroom.muteStaffToo'), openOfOthers, true)] : []),
  ]
}
