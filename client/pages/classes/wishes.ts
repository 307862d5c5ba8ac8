// What a person may want from a class, by its state and their role: the one likely act, and the menu.
import type { ClassEntry } from '../../../shared/contract/http/entities.ts'
import { can, isStaff, type Permission } from '../../../shared/roles.ts'
import { addressOf } from '../../api/api.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

export type Step = 'open' | 'start' | 'end' | 'reopen' | 'cancel'
export type ClassWish =
  | Exclude<Step, 'start'>
  | 'export'
  | 'invites'
  | 'handOver'
  | 'editTime'
  | 'editSeries'
  | 'cancelSeries'

const may = (entry: ClassEntry, permission: Permission): boolean =>
  can({ role: entry.role, granted: [], denied: [] }, permission, { forbidden: [] })

/** `join` and `open` are links; the others are steps. Null: nothing to do here. */
export function mainActOf(entry: ClassEntry): 'join' | 'open' | 'start' | 'reopen' | null {
  switch (entry.state) {
    case 'live':
      return 'join'
    case 'lobby':
      return may(entry, 'class.manage') ? 'start' : 'join'
    case 'scheduled':
      return may(entry, 'class.manage') ? 'start' : 'open'
    case 'ended':
      return may(entry, 'class.manage') ? 'reopen' : null
    case 'cancelled':
      return null
  }
}

export const isOpen = ({ state }: ClassEntry): boolean => state === 'live' || state === 'lobby'

/** The time to show: null for what has none and is not over, since it is now or whenever one likes. */
export function timeOf({ startsAt, createdAt, state }: ClassEntry): number | null {
  return startsAt ?? (state === 'ended' || state === 'cancelled' ? createdAt : null)
}

const soon = 15 * 60_000

/** Running, or about to: what the person most likely came for. */
export function isDue(entry: ClassEntry, now: number): boolean {
  if (isOpen(entry)) return true
  return entry.state === 'scheduled' && entry.startsAt !== null && entry.startsAt - now < soon
}

type Entry = readonly [wish: ClassWish, label: string, more?: Partial<MenuItem>]

function stepsOf(entry: ClassEntry): readonly Entry[] {
  const danger = { danger: true, apart: true }
  switch (entry.state) {
    case 'scheduled':
      return [
        ['open', t('lesson.openLobby')],
        ['editTime', t('lesson.editTime')],
        ...(entry.series === null ? [] : ([['editSeries', t('lesson.editSeries')]] as const)),
        ['cancel', t('lesson.cancelClass'), danger],
        ...(entry.series === null
          ? []
          : ([['cancelSeries', t('lesson.cancelSeries'), { danger: true }]] as const)),
      ]
    case 'lobby':
      return [['cancel', t('lesson.cancelClass'), danger]]
    case 'live':
      return [['end', t('lesson.end'), danger]]
    case 'ended':
    case 'cancelled':
      return []
  }
}

function calendarItem(entry: ClassEntry): readonly MenuItem[] {
  if (entry.startsAt === null || entry.state !== 'scheduled') return []
  const address = addressOf('classes.calendar', { params: { room: entry.room } })
  return [{ label: t('lesson.calendarFile'), run: () => location.assign(address) }]
}

export function menuOf(entry: ClassEntry, follow: (wish: ClassWish) => void): readonly MenuItem[] {
  const item = ([wish, label, more = {}]: Entry): MenuItem => ({
    label,
    ...more,
    run: () => follow(wish),
  })
  const over = entry.state === 'cancelled'
  const invites: readonly Entry[] =
    may(entry, 'class.invite') && !over ? [['invites', t('lesson.invites')]] : []
  const handOver: readonly Entry[] =
    may(entry, 'class.manage') && !over ? [['handOver', t('lesson.handOver')]] : []
  const begun = entry.state === 'live' || entry.state === 'ended'
  const record: readonly Entry[] =
    may(entry, 'reports.see') && begun ? [['export', t('export.menu')]] : []
  const steps = may(entry, 'class.manage') && isStaff(entry.role) ? stepsOf(entry) : []
  return [
    ...invites.map(item),
    ...calendarItem(entry),
    ...handOver.map(item),
    ...record.map(item),
    ...steps.map(item),
  ]
}
