// To whom one may write now: everybody, staff, and single people, as the items of a menu.
import type { Recipient } from '../../../shared/contract/chat.ts'
import { isStaff } from '../../../shared/roles.ts'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'
import { nameOf } from './names.ts'

/** More than these are found in the list of people. */
const mostPeople = 60

export function recipientItems({ breakouts, chat, room, people }: Classroom): MenuItem[] {
  const { to: now } = chat
  const item = (to: Recipient, more: Partial<MenuItem> = {}): MenuItem => ({
    key: to.kind === 'person' ? to.participant : to.kind,
    label: nameOf(to, room),
    checked: JSON.stringify(now) === JSON.stringify(to),
    run: () => {
      chat.write(to)
    },
    ...more,
  })
  const single = people.here
    .filter(({ participant, role }) => !people.isMe(participant) && (room.staff || !isStaff(role)))
    .map(({ participant }): Recipient => ({ kind: 'person', participant }))
    .filter((to) => chat.mayWrite(to))
    .slice(0, mostPeople)
  const staff: Recipient = { kind: 'staff' }
  const { place } = breakouts
  return [
    ...(place === null ? [] : [item({ kind: 'breakout', breakout: place })]),
    item({ kind: 'all' }),
    ...(chat.mayWrite(staff) ? [item(staff, { staff: room.staff })] : []),
    ...single.map((to, index) => item(to, { apart: index === 0, staff: room.staff })),
  ]
}
