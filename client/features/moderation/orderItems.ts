// What keeps order about one person, as the items of their menu: staff act, everybody else reports.
import { isStaff } from '../../../shared/roles.ts'
import type { Person } from '../../../shared/room/people.ts'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export function orderItems({ room, moderation }: Classroom, person: Person): MenuItem[] {
  if (!room.staff) return room.can('flags.raise') ? [flagItem()] : []
  // Their role is taken first.
  if (isStaff(person.role)) return []
  const item = (label: string, run: () => void): MenuItem => ({ label, staff: true, run })
  const restrict = item(t('order.restrict'), () => moderation.ask({ kind: 'restrict', person }))
  const warn = [
    item(t('order.warn'), () => moderation.ask({ kind: 'warn', person })),
    item(t('order.toLobby'), () => void moderation.toLobby(person)),
  ]
  const remove = [
    { ...item(t('order.remove'), () => void moderation.remove(person)), danger: true },
    { ...item(t('order.ban'), () => moderation.ask({ kind: 'ban', person })), danger: true },
  ]
  const items = [
    ...(room.can('people.grant') ? [restrict] : []),
    ...(room.can('people.warn') ? warn : []),
    ...(room.can('people.remove') ? remove : []),
  ]
  return items.map((one, index) => (index === 0 ? { ...one, apart: true } : one))

  function flagItem(): MenuItem {
    return { label: t('order.flag'), run: () => moderation.ask({ kind: 'flag', about: person }) }
  }
}
