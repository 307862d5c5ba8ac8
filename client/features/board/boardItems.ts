// Boards and sheets in the “Teach” menu.
import Presentation from '@lucide/svelte/icons/presentation'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function boardItems(classroom: Classroom): MenuItem[] {
  if (!classroom.room.can('board.manage')) return []
  return [
    {
      label: t('classroom.boardsMenu'),
      icon: Presentation,
      staff: true,
      apart: true,
      run: () => (classroom.boardsListed = true),
    },
  ]
}
