// What a conversation and whoever one writes to are called.
import type { Recipient } from '../../../shared/contract/chat.ts'
import { isStaff } from '../../../shared/roles.ts'
import type { BreakoutId } from '../../../shared/ids.ts'
import type { Visibility } from '../../../shared/log.ts'
import type { Message } from '../../../shared/room/chat.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { recipientOf, type Circle } from './conversation.svelte.ts'

/** When the room is gone its board still has its name. */
function nameOfRoom(id: BreakoutId, { state }: Room): string {
  const room = state.breakouts.rooms.get(id)
  const board = state.boards.boards.find(({ breakout }) => breakout === id)
  return room?.name ?? board?.title ?? t('breakouts.title')
}

export function nameOf(to: Recipient, room: Room): string {
  if (to.kind === 'breakout') return nameOfRoom(to.breakout, room)
  if (to.kind === 'all') return t('chat.everybody')
  if (to.kind === 'staff') return room.staff ? t('chat.staffOnly') : t('chat.staff')
  return room.state.people.get(to.participant)?.name ?? t('classroom.somebody')
}

export function nameOfThread(circle: Circle, room: Room): string {
  return nameOf(recipientOf(circle, room.me.participant), room)
}

/** What stands in the empty field. */
export function placeholderFor(to: Recipient, room: Room): string {
  if (to.kind === 'all') return t('chat.message')
  if (to.kind === 'staff') return room.staff ? t('chat.writeToStaffOnly') : t('chat.writeToStaff')
  return t('chat.writeTo', { name: nameOf(to, room) })
}

/** Where a found message was said, unless to everybody. */
export function placeOf(circle: Circle, room: Room): string {
  const to = recipientOf(circle, room.me.participant)
  return to.kind === 'person' ? t('chat.withPerson', { name: nameOf(to, room) }) : nameOf(to, room)
}

/** Who is not staff must not see it on a shared screen. */
export function isStaffOnly(visibleTo: Visibility, room: Room): boolean {
  return room.staff && typeof visibleTo !== 'string'
}

/** What stands where nothing was said yet: who will read it. */
export function emptyWords(to: Recipient, room: Room): string {
  if (to.kind === 'all') return t('chat.empty')
  if (to.kind === 'staff') return room.staff ? t('chat.emptyStaff') : t('chat.emptyToStaff')
  const name = nameOf(to, room)
  if (to.kind === 'breakout') return t('breakouts.chatEmpty', { name })
  const other = room.state.people.get(to.participant)?.role
  const atDesk = room.staff && (other === undefined || !isStaff(other))
  return atDesk ? t('chat.emptyDesk', { name }) : t('chat.emptyPair', { name })
}

/** What a message says, in one line: its text, or what its files are called. */
export function wordsOf({ text, files }: Pick<Message, 'text' | 'files'>): string {
  if (text === null) return t('chat.deleted')
  return text === '' ? files.map(({ name }) => name).join(', ') : text
}
