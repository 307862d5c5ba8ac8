// What a handler of the HTTP door is: a function of checked input and of who calls, bound by the name
// of its route. Domains import these types and nothing else of the door.
import type { RouteArguments, RouteSpec } from '../../shared/contract/http/define.ts'
import type { HttpRoutes, RouteName } from '../../shared/contract/http/routes.ts'
import type { AccountEntry } from '../../shared/contract/http/entities.ts'
import type { RouteAccess } from '../../shared/contract/http/access.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { CourseId, RoomId } from '../../shared/ids.ts'
import type { CourseRole, Role } from '../../shared/roles.ts'
import type { z } from 'zod'

/** Who calls, as far as cookies tell. */
export interface Caller {
  readonly account: AccountEntry | null
  /** The secret of the session, of the guest's browser. */
  readonly session: string | null
  readonly guest: string | null
  /** By which a browser is known again at the door of a class, whoever uses it. */
  readonly device: string | null
  /** Signed in with a one-time link. */
  readonly byLink: boolean
  /** The token of the header `Authorization`. */
  readonly bearer: string | null
  readonly address: string
}

/** What the right to call was found by. */
export interface Granted {
  readonly course?: { readonly id: CourseId; readonly role: CourseRole | null }
  readonly class?: { readonly room: RoomId; readonly role: Role }
}

export interface Call extends Caller {
  readonly granted: Granted
  /** Sets the cookie of the session, or takes it away. */
  setSession(session: { secret: string; expiresAt: number } | null): void
  setGuest(secret: string): void
  setDevice(secret: string): void
}

export type Handler<Spec extends RouteSpec> = (
  input: RouteArguments<Spec>,
  call: Call,
) => Promise<z.input<Spec['response']>>

export type Handlers<Name extends RouteName = RouteName> = {
  readonly [Each in Name]: Handler<HttpRoutes[Each]>
}

/** Who may do what is decided where accounts and classes are known. */
export interface Gate {
  identify(secrets: { session: string | null; guest: string | null }): Promise<{
    account: AccountEntry | null
    byLink: boolean
  }>
  /** Throws when it is not allowed. */
  authorise(
    access: RouteAccess,
    params: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<Granted>
}

export function accountOf(call: Caller): AccountEntry {
  if (call.account === null) throw new LyceumError('unauthenticated')
  return call.account
}

export function courseOf(call: Call): NonNullable<Granted['course']> {
  if (call.granted.course === undefined) throw new LyceumError('forbidden')
  return call.granted.course
}

export function classOf(call: Call): NonNullable<Granted['class']> {
  if (call.granted.class === undefined) throw new LyceumError('forbidden')
  return call.granted.class
}
