// The life of a class as everybody folds it: its state, times, settings, and whether it is about to end
// by itself.
import type { Permission } from '../roles.ts'
import type { BodyOf } from '../contract/index.ts'
import type { Feature } from './feature.ts'

export type Phase = 'scheduled' | 'lobby' | 'live' | 'ended' | 'cancelled'
export type EndReason = BodyOf<'class.ended'>['reason']
export type WarningReason = BodyOf<'class.warned'>['reason']

export interface ClassSlice {
  readonly phase: Phase
  readonly title: string
  /** ms since 1970; null when the class was started without a plan. */
  readonly startsAt: number | null
  /** Minutes. */
  readonly duration: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly endReason: EndReason | null
  /** Past this the class is overtime, in ms since 1970; moved by `class.extend`. */
  readonly plannedEnd: number | null
  /** Since when no staff, or nobody at all, is here. */
  readonly unattendedSince: number | null
  readonly emptySince: number | null
  readonly warning: { readonly reason: WarningReason; readonly endsAt: number } | null
  /** What is switched off for everybody who is not staff. */
  readonly forbidden: readonly Permission[]
  readonly note: string
}

const minute = 60_000

function endOf({ startsAt, duration }: ClassSlice, begun: number): number | null {
  return duration === null ? null : Math.max(startsAt ?? begun, begun) + duration * minute
}

/** New times move the end of a class that is already live. */
function replan(slice: ClassSlice): ClassSlice {
  if (slice.phase !== 'live' || slice.startedAt === null) return slice
  return { ...slice, plannedEnd: endOf(slice, slice.startedAt) }
}

function live(slice: ClassSlice, at: number): ClassSlice {
  const plannedEnd = endOf(slice, at)
  return {
    ...slice,
    phase: 'live',
    startedAt: slice.startedAt ?? at,
    endedAt: null,
    endReason: null,
    plannedEnd,
    warning: null,
    // Clocks of absence start anew, or a reopened class would end at once.
    unattendedSince: slice.unattendedSince === null ? null : at,
    emptySince: slice.emptySince === null ? null : at,
  }
}

function without(slice: ClassSlice, reason: WarningReason): ClassSlice['warning'] {
  return slice.warning?.reason === reason ? null : slice.warning
}

export const klass: Feature<ClassSlice> = {
  initial: {
    phase: 'scheduled',
    title: '',
    startsAt: null,
    duration: null,
    startedAt: null,
    endedAt: null,
    endReason: null,
    plannedEnd: null,
    unattendedSince: null,
    emptySince: null,
    warning: null,
    forbidden: [],
    note: '',
  },
  fold: {
    'class.scheduled': (slice, { body }) => replan({ ...slice, ...body }),
    'class.opened': (slice) => ({ ...slice, phase: 'lobby' }),
    'class.started': (slice, { at }) => live(slice, at),
    'class.reopened': (slice, { at }) => live(slice, at),
    'class.ended': (slice, { at, body }) => ({
      ...slice,
      phase: 'ended',
      endedAt: at,
      endReason: body.reason,
      warning: null,
    }),
    'class.cancelled': (slice, { at }) => ({ ...slice, phase: 'cancelled', endedAt: at }),
    'class.extended': (slice, { body }) => ({
      ...slice,
      plannedEnd: body.until,
      warning: without(slice, 'overtime'),
    }),
    'class.configured': (slice, { body }) => ({ ...slice, ...body }),
    'class.warned': (slice, { body }) => ({ ...slice, warning: body }),
    'class.unattended': (slice, { at }) => ({ ...slice, unattendedSince: at }),
    'class.attended': (slice) => ({
      ...slice,
      unattendedSince: null,
      warning: without(slice, 'unattended'),
    }),
    'class.emptied': (slice, { at }) => ({ ...slice, emptySince: at }),
    'class.peopled': (slice) => ({ ...slice, emptySince: null, warning: without(slice, 'empty') }),
  },
  project: (slice) => slice,
  encode: (slice) => slice,
  decode: (json) => json as ClassSlice,
}
