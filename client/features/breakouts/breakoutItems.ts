// Breakout rooms in the “Teach” menu.
import Split from '@lucide/svelte/icons/split'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function breakoutItems({ breakouts }: Classroom): MenuItem[] {
  if (!breakouts.manages) return []
  return [
    {
      label: t('breakouts.title'),
      icon: Split,
      staff: true,
      run: () => (breakouts.shown = true),
    },
  ]
}
