// What whoever writes captions finds in the Teach menu.
import CaptionsIcon from '@lucide/svelte/icons/captions'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function captionItems({ captions }: Classroom): MenuItem[] {
  if (!captions.mayWrite) return []
  const run = (): void => {
    captions.startWriting(!captions.writing)
  }
  const label = t('captions.write')
  return [{ label, icon: CaptionsIcon, staff: true, checked: captions.writing, run }]
}
