// The record of an act of staff: one fact for the audit view, told to whom it is about where they should be.
import type { BodyOf } from '../contract/index.ts'
import type { Draft } from '../log.ts'
import { draft } from './command.ts'
import type { Person } from './people.ts'

type Act = BodyOf<'moderation.acted'>['act']

interface More {
  readonly permissions?: BodyOf<'moderation.acted'>['permissions']
  readonly until?: number | null
  readonly reason?: string
  /** They learn of it, with the reason. */
  readonly told?: boolean
}

/** `person` is null where it is about everybody. */
export function acted(act: Act, person: Person | null, more: More = {}): Draft {
  const { permissions = [], until = null, reason = '', told = false } = more
  const participant = person?.participant ?? null
  const body = { act, participant, name: person?.name ?? null, permissions, until, reason }
  return draft(
    'moderation.acted',
    body,
    told && participant !== null ? ['staff', participant] : ['staff'],
  )
}
