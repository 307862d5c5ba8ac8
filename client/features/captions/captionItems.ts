// Writing captions, in the menu of whoever may; and letting somebody write them, in that person's menu.
import { isStaff } from '../../../shared/roles.ts'
import type { Person } from '../../../shared/room/people.ts'
import CaptionsIcon from '@lucide/svelte/icons/captions'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function captionItems({ captions, room }: Classroom): MenuItem[] {
  if (!captions.mayWrite) return []
  const run = (): void => {
    captions.startWriting(!captions.writing)
  }
  const label = t('captions.write')
  return [{ label, icon: CaptionsIcon, staff: room.staff, checked: captions.writing, run }]
}

export function captionistItems({ room, people }: Classroom, person: Person): MenuItem[] {
  const { participant, role, granted } = person
  if (!room.can('people.grant') || !room.can('captions.write') || isStaff(role)) return []
  const may = granted.includes('captions.write')
  const run = (): void =>
    void (may
      ? people.ungrant(participant, ['captions.write'])
      : people.grant(participant, ['captions.write']))
  return [{ label: t('captions.mayWrite'), staff: true, checked: may, run }]
}
