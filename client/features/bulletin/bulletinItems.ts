// The clock and announcements in the “Teach” menu.
import Megaphone from '@lucide/svelte/icons/megaphone'
import Timer from '@lucide/svelte/icons/timer'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function bulletinItems({ bulletin }: Classroom): MenuItem[] {
  if (!bulletin.manages) return []
  return [
    {
      label: t('bulletin.clock'),
      icon: Timer,
      staff: true,
      apart: true,
      run: () => (bulletin.setting = 'timer'),
    },
    {
      label: t('bulletin.announce'),
      icon: Megaphone,
      staff: true,
      run: () => (bulletin.setting = 'announcement'),
    },
  ]
}
