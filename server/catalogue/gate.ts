// Who may call which route: finds the course or class that the path names, the caller's role there, and
// asks the tables of rights. It denies unless something grants.
import type { Pool } from 'pg'
import { z } from 'zod'
import {
  canInCourse,
  type CoursePermission,
  type RouteAccess,
} from '../../shared/contract/http/access.ts'
import { LyceumError } from '../../shared/errors.ts'
import { isId, type CourseId, type RoomId } from '../../shared/ids.ts'
import { can, isStaff, type Permission, type Role } from '../../shared/roles.ts'
import { isOperator } from '../auth/accounts.ts'
import { sitterOf, type SeatStore } from '../auth/seats.ts'
import type { SessionStore } from '../auth/sessions.ts'
import type { Caller, Gate, Granted } from '../http/handler.ts'
import { row } from '../storage/query.ts'
import { barredFrom } from './bans.ts'
import type { ClassStore, Reader } from './classes.ts'
import type { MemberStore } from './members.ts'
import type { RoomDoor } from './ports.ts'
import type { SeriesId, SeriesStore } from './series.ts'

interface GateParts {
  readonly db: Pool
  readonly sessions: SessionStore
  readonly members: MemberStore
  readonly classes: ClassStore
  readonly series: SeriesStore
  readonly seats: Pick<SeatStore, 'of'>
  readonly rooms: RoomDoor
}

type Params = Readonly<Record<string, unknown>>

export function readerOf(caller: Caller): Reader {
  const { account, guest } = caller
  if (account !== null) return { account: account.id, guest: null, operator: isOperator(account) }
  return { account: null, guest, operator: false }
}

const courseLookups = {
  course: 'SELECT id AS found FROM courses WHERE id = $1',
  module: 'SELECT course AS found FROM modules WHERE id = $1',
  lesson: 'SELECT course AS found FROM lessons WHERE id = $1',
} as const

const roomLookups = { room: 'SELECT room AS found FROM classes WHERE room = $1' } as const

async function lookUp(
  db: Pool,
  lookups: Readonly<Record<string, string>>,
  params: Params,
): Promise<string> {
  for (const [name, text] of Object.entries(lookups)) {
    const id = params[name]
    if (!isId(id)) continue
    const named = await row(db, { text, values: [id] }, z.object({ found: z.uuid() }))
    if (named !== null) return named.found
  }
  throw new LyceumError('missing')
}

/** What to say to whoever has no right: to sign in, if that might help. */
function refused(caller: Caller): LyceumError {
  return new LyceumError(caller.account === null ? 'unauthenticated' : 'forbidden')
}

function signedIn(caller: Caller): NonNullable<Caller['account']> {
  if (caller.account === null) throw new LyceumError('unauthenticated')
  return caller.account
}

const bare = (role: Role) => ({ role, granted: [], denied: [] })
const nothingForbidden = { forbidden: [] }

/** Whom the room has banned has no right of it over HTTP either. */
async function refuseBanned(
  { seats, rooms }: Pick<GateParts, 'seats' | 'rooms'>,
  caller: Caller,
  { room, role }: { room: RoomId; role: Role },
): Promise<void> {
  const sitter = sitterOf(caller)
  const own = sitter === null || isStaff(role) ? [] : await seats.of(room, sitter)
  const refusal = await barredFrom(rooms, { room, caller, role, seats: own, invite: null })
  if (refusal !== null) throw LyceumError.from(refusal)
}

export function createGate(parts: GateParts): Gate {
  const { db, sessions, members, classes, series } = parts
  const inCourse = async (permission: CoursePermission, params: Params, caller: Caller) => {
    const account = signedIn(caller)
    const id = (await lookUp(db, courseLookups, params)) as CourseId
    const role = await members.roleOf(id, account.id)
    const allowed = canInCourse({ installation: account.role, course: role }, permission)
    if (!allowed) throw refused(caller)
    return { course: { id, role } }
  }
  /** What changes a whole series is not for whoever has a right in one of its classes; seeing it is. */
  const inSeries = async (permission: Permission, id: SeriesId, caller: Caller) => {
    const reader = readerOf(caller)
    const own = await series.roleOf(id, reader)
    const shown = permission === 'class.see' ? await classes.ofSeries(id, reader) : []
    const roles = [own, ...shown.map(({ role }) => role)].filter((role) => role !== null)
    if (!roles.some((role) => can(bare(role), permission, nothingForbidden))) throw refused(caller)
    return {}
  }
  const inClass = async (permission: Permission, params: Params, caller: Caller) => {
    if (caller.account === null && caller.guest === null) throw refused(caller)
    if (isId(params['series'])) return inSeries(permission, params['series'] as SeriesId, caller)
    const room = (await lookUp(db, roomLookups, params)) as RoomId
    const { role } = await classes.get(room, readerOf(caller))
    if (role === null) throw refused(caller)
    const allowed = can(bare(role), permission, nothingForbidden)
    if (!allowed) throw refused(caller)
    await refuseBanned(parts, caller, { room, role })
    return { class: { room, role } }
  }
  const authorise = async (
    access: RouteAccess,
    params: Params,
    caller: Caller,
  ): Promise<Granted> => {
    if (access === 'public') return {}
    if (typeof access === 'object' && 'course' in access)
      return inCourse(access.course, params, caller)
    if (typeof access === 'object' && 'class' in access)
      return inClass(access.class, params, caller)
    const account = signedIn(caller)
    if (access === 'account') return {}
    const allowed =
      access === 'teacher'
        ? account.teaches || isOperator(account)
        : account.role === 'owner' || (access.installation === 'operator' && isOperator(account))
    if (!allowed) throw new LyceumError('forbidden')
    return {}
  }
  return {
    authorise,
    async identify({ session }) {
      const found = session === null ? null : await sessions.find(session)
      return found ?? { account: null, byLink: false }
    },
  }
}
