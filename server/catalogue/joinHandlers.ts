// The way into a class: the door, taking a seat, and how a guest becomes an account. An invitation, a
// seat, or a role in the course lets in; a damaged or dead link says what is wrong with it.
import type { joinRoutes } from '../../shared/contract/http/join.ts'
import type { invitesRoutes } from '../../shared/contract/http/invites.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type AccountId, type ParticipantId, type RoomId } from '../../shared/ids.ts'
import { rolePermissions, type CourseRole, type Role } from '../../shared/roles.ts'
import { meOf, type AccountStore } from '../auth/accounts.ts'
import type { Clock } from '../auth/clock.ts'
import { loginTaken } from '../auth/links.ts'
import { hashPassword } from '../auth/passwords.ts'
import { deviceMark, newSecret } from '../auth/secrets.ts'
import { sitterOf, type Seat, type SeatStore } from '../auth/seats.ts'
import { markOf, type SessionStore } from '../auth/sessions.ts'
import type { Tokens } from '../auth/tokens.ts'
import { accountOf, classOf, type Call, type Handlers } from '../http/handler.ts'
import { barredFrom } from './bans.ts'
import { highest } from './classRows.ts'
import { nobody, type ClassStore } from './classes.ts'
import { readerOf } from './gate.ts'
import type { Invite, InviteStore } from './invites.ts'
import type { MemberStore } from './members.ts'
import type { RoomDoor } from './ports.ts'

export interface JoinParts {
  readonly accounts: AccountStore
  readonly classes: ClassStore
  readonly clock: Clock
  /** Bytes that a file in a class may have. */
  readonly fileLimit: number
  readonly invites: InviteStore
  readonly members: MemberStore
  readonly rooms: RoomDoor
  readonly seats: SeatStore
  readonly sessions: SessionStore
  readonly tokens: Tokens
}

interface Key {
  readonly invite?: string | undefined
  readonly seat?: ParticipantId | undefined
}

/** What somebody at the door may become. */
interface Admission {
  /** Of the seat that is theirs or will be; what a guest was given in class outweighs it inside. */
  readonly role: Role
  readonly seat: Seat | null
  readonly invite: Invite | null
  /** Of the course; where there is none, whoever has an account. */
  readonly member: boolean
}

/**
 * The seat to come back to: with a link the one of its role, else the last one; the one this tab had goes
 * before others. A browser may hold several seats, opened with links for different roles.
 */
function chooseSeat(seats: readonly Seat[], key: Key, invite: Invite | null): Seat | null {
  const fitting = invite === null ? seats : seats.filter(({ role }) => role === invite.role)
  return fitting.find(({ participant }) => participant === key.seat) ?? fitting[0] ?? null
}

/** A dead link does not close the door on somebody who has a seat; a whole new link may open another. */
async function openInvite(
  { invites }: JoinParts,
  { room, key, seated }: { room: RoomId; key: Key; seated: boolean },
): Promise<Invite | null> {
  if (key.invite === undefined) return null
  try {
    return await invites.open(key.invite, room)
  } catch (error) {
    const dead = error instanceof LyceumError && ['expired', 'revoked'].includes(error.code)
    if (dead && seated) return null
    throw error
  }
}

async function admit(
  parts: JoinParts,
  call: Call,
  order: { room: RoomId; key: Key },
): Promise<Admission> {
  const { room, key } = order
  const { role, class: found } = await parts.classes.get(room, readerOf(call))
  const sitter = sitterOf(call)
  const seats = sitter === null ? [] : await parts.seats.of(room, sitter)
  const seated = seats.length > 0 || (call.account !== null && role !== null)
  const invite = await openInvite(parts, { room, key, seated })
  const member = found.course === null ? call.account !== null : found.course_role !== null
  if (call.account !== null) {
    // Whoever has a role keeps it; a link may raise it, never lower it.
    const best = highest([role, invite?.role ?? null].filter((each) => each !== null))
    if (best === null) throw notInvited(call)
    const admission = { role: best, seat: seats[0] ?? null, invite, member }
    return allowing(parts, call, { room, seats, admission })
  }
  const seat = chooseSeat(seats, key, invite)
  const own = seat?.role ?? invite?.role
  if (own === undefined) throw notInvited(call)
  const admission = { role: own, seat, invite, member }
  return allowing(parts, call, { room, seats, admission })
}

/** The room may have banned them: by what they were, or by what they come with now. */
async function allowing(
  { rooms }: JoinParts,
  call: Call,
  { room, seats, admission }: { room: RoomId; seats: readonly Seat[]; admission: Admission },
): Promise<Admission> {
  const invite = admission.invite?.id ?? null
  const role = roleInside(admission)
  const refusal = await barredFrom(rooms, { room, caller: call, role, seats, invite })
  if (refusal !== null) throw LyceumError.from(refusal)
  return admission
}

/** The browser's mark in this room; whoever comes without one is given one. */
function markFor(call: Call, room: RoomId): string {
  const device = call.device ?? newSecret()
  if (call.device === null) call.setDevice(device)
  return deviceMark(device, room)
}

function roleInside({ role, seat }: Pick<Admission, 'role' | 'seat'>): Role {
  return seat?.account === null ? (seat.appointed ?? role) : role
}

function notInvited(call: Call): LyceumError {
  if (call.account === null) {
    return new LyceumError('unauthenticated', 'Open your invitation link again, or sign in.')
  }
  return new LyceumError(
    'forbidden',
    'You are not invited to this class; ask its staff for a link.',
  )
}

/** In a room that knows them already, a role is the room's to keep: whoever may do more now is appointed. */
async function raise({ rooms }: JoinParts, room: RoomId, { seat, role }: Admission): Promise<void> {
  if (seat === null || seat.role === role || highest([seat.role, role]) !== role) return
  if (role === 'guest' || role === 'observer') return
  const input = { participant: seat.participant, role }
  try {
    await rooms.command(room, 'system', { name: 'people.appoint', input })
  } catch (error) {
    // They took the seat and never came in.
    if (!(error instanceof LyceumError) || error.code !== 'missing') throw error
  }
}

export function joinHandlers(parts: JoinParts): Handlers<keyof typeof joinRoutes> {
  return { ...entering(parts), ...becoming(parts) }
}

type Entering = 'join.door' | 'join.enter'

function entering(parts: JoinParts): Handlers<Entering> {
  const { classes, clock, rooms, seats, tokens, fileLimit } = parts
  return {
    'join.door': async ({ params, query }, call) => {
      const { room } = params
      markFor(call, room)
      const admission = await admit(parts, call, { room, key: query })
      const { seat } = admission
      const role = roleInside(admission)
      const { class: found } = await classes.get(room, nobody)
      const { title, state, startsAt, present, note, asOf } = await rooms.summary(room)
      return {
        room,
        title: asOf === 0 ? found.title : title,
        state: asOf === 0 ? found.state : state,
        startsAt: asOf === 0 ? found.starts_at : startsAt,
        hosts: found.hosts,
        present,
        note,
        role,
        seat: seat && { participant: seat.participant, name: seat.name, role },
        account: call.account && { name: call.account.name },
        now: clock.now(),
      }
    },
    'join.enter': async ({ params, body }, call) => {
      const { room } = params
      const admission = await admit(parts, call, { room, key: body })
      const { seat, invite } = admission
      const name = body.name ?? seat?.name ?? call.account?.name
      if (name === undefined) {
        throw new LyceumError('invalid', 'Say your name first.', { reason: 'name-needed' })
      }
      const sitter = sitterOf(call) ?? { kind: 'guest', secret: newSecret() }
      if (sitter.kind === 'guest') call.setGuest(sitter.secret)
      const wish = { room, sitter, role: admission.role, name, invite: invite?.id ?? null }
      const taken = await seats.take(wish)
      await raise(parts, room, admission)
      const { participant, account } = taken
      const role = roleInside({ ...admission, seat: taken })
      const origin = {
        invite: taken.invite,
        mark: markFor(call, room),
        member: admission.member,
        signIn: call.session === null ? null : markOf(call.session),
      }
      const signed = await tokens.sign({ participant, room, role, name, account, ...origin })
      return {
        ...signed,
        participant,
        role,
        name,
        session: newId<'session'>(),
        fileLimit,
        now: clock.now(),
      }
    },
  }
}

/** What a class's link makes of a person in the course; who is staff of one class is not of all its others. */
const courseRoleOf: Readonly<Record<Role, CourseRole | null>> = {
  instructor: null,
  moderator: null,
  student: 'student',
  guest: null,
  observer: null,
}

type Becoming = 'join.claim' | 'join.keep' | 'join.adopt'

function becoming({
  accounts,
  classes,
  invites,
  members,
  rooms,
  seats,
  sessions,
}: JoinParts): Handlers<Becoming> {
  const register = async (
    { name, login, password }: { name: string; login: string; password: string },
    call: Call,
  ) => {
    if (call.account !== null) {
      throw new LyceumError('conflict', 'You are signed in already; sign out first.')
    }
    const hashed = await hashPassword(password)
    const account = await accounts.create({ name, login, password: hashed })
    if (account === null) throw loginTaken()
    if (call.guest !== null) await seats.adopt(call.guest, account.id)
    call.setSession(await sessions.open(account.id))
    return account
  }
  const enrol = async (room: RoomId, account: AccountId, role: Role) => {
    const { class: found } = await classes.get(room, nobody)
    const as = courseRoleOf[role]
    if (found.course !== null && as !== null) await members.add(found.course, account, as)
  }
  return {
    'join.claim': async ({ params, body }, call) => {
      const { room } = params
      const invite = await invites.open(body.invite, room)
      const sitter = sitterOf(call)
      const own = sitter === null ? [] : await seats.of(room, sitter)
      const comer = { room, caller: call, role: invite.role, seats: own, invite: invite.id }
      const refusal = await barredFrom(rooms, comer)
      if (refusal !== null) throw LyceumError.from(refusal)
      const account = await register(body, call)
      await enrol(room, account.id, invite.role)
      return { account: meOf(account) }
    },
    'join.keep': async ({ body }, call) => {
      if (call.guest === null) {
        throw new LyceumError(
          'conflict',
          'This browser has no progress to keep yet; join a class first.',
        )
      }
      return { account: meOf(await register(body, call)) }
    },
    'join.adopt': async (_, call) => {
      const account = accountOf(call)
      return { seats: call.guest === null ? 0 : await seats.adopt(call.guest, account.id) }
    },
  }
}

/** Nobody hands out more than they have. */
function mayInvite(call: Call, role: Role): boolean {
  const own = rolePermissions[classOf(call).role]
  return rolePermissions[role].every((permission) => own.includes(permission))
}

const beyond = 'You cannot invite to a role that may do more than you.'

export function invitesHandlers({
  invites,
}: {
  readonly invites: InviteStore
}): Handlers<keyof typeof invitesRoutes> {
  return {
    'invites.list': async ({ params }, call) => {
      const all = await invites.list(params.room)
      return { invites: all.filter(({ role }) => mayInvite(call, role)) }
    },
    'invites.make': async ({ params, body }, call) => {
      if (!mayInvite(call, body.role)) throw new LyceumError('forbidden', beyond)
      const by = call.account?.id ?? null
      const { role, expiresAt } = body
      return { invite: await invites.make({ room: params.room, role, by, expiresAt }) }
    },
    'invites.revoke': async ({ params: { room, invite } }, call) => {
      const { role } = await invites.find(room, invite)
      if (!mayInvite(call, role)) throw new LyceumError('forbidden', beyond)
      return { invite: await invites.revoke(room, invite) }
    },
  }
}
