// “Away” in the menus: beside one's own name and under “More”.
import Coffee from '@lucide/svelte/icons/coffee'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function awayItem({ away }: Classroom): MenuItem[] {
  if (!away.possible) return []
  const run = () => void away.toggle()
  if (away.mine) return [{ label: t('away.return'), icon: Coffee, run }]
  return [{ label: t('away.go'), hint: t('away.goHint'), icon: Coffee, run }]
}
