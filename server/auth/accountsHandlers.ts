// The routes by which staff make, find, change and recover accounts.
import { importLimit, type accountsRoutes } from '../../shared/contract/http/accounts.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { AccountId, CourseId } from '../../shared/ids.ts'
import type { CourseRole } from '../../shared/roles.ts'
import { accountOf, courseOf, type Handlers } from '../http/handler.ts'
import { isOperator, type Account, type AccountStore } from './accounts.ts'
import { readPeople, type ImportedLine, type ImportFormat } from './imports.ts'
import { loginTaken, type OneTimeLinks } from './links.ts'
import type { SessionStore } from './sessions.ts'

/** What this domain needs of courses. */
export interface Memberships {
  /** Never lowers a role that somebody has. */
  add(course: CourseId, account: AccountId, role: CourseRole): Promise<void>
  roleOf(course: CourseId, account: AccountId): Promise<CourseRole | null>
  isStaffAnywhere(account: AccountId): Promise<boolean>
}

export interface AccountsParts {
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly links: OneTimeLinks
  readonly memberships: Memberships
}

interface ImportOrder {
  readonly format: ImportFormat
  readonly text: string
  readonly teaches?: boolean
  readonly course?: { readonly id: CourseId; readonly role: CourseRole }
}

/** The owner is changed by nobody else; operators by the owner only. */
function assertBelow(caller: Account, target: Account): void {
  const above = target.role === 'owner' || (target.role === 'operator' && caller.role !== 'owner')
  if (above && caller.id !== target.id) {
    throw new LyceumError('forbidden', 'Only the owner may change this account.')
  }
}

async function importOne(
  each: ImportedLine,
  order: ImportOrder,
  { accounts, links, memberships }: AccountsParts,
) {
  const nothing = { login: null, name: null, message: null, account: null, link: null }
  if ('problem' in each) {
    return { ...nothing, line: each.line, outcome: 'invalid' as const, message: each.problem }
  }
  const { line, login, name } = each
  const made = await accounts.create({ login, name, teaches: order.teaches ?? false })
  const account = made ?? (await accounts.byLogin(login))
  if (account === null) throw new LyceumError('conflict')
  if (order.course) await memberships.add(order.course.id, account.id, order.course.role)
  const same = { line, login, account: account.id }
  if (made === null) {
    const message = order.course ? 'Has an account; is a member now.' : 'Has an account already.'
    return { ...same, name: account.name, outcome: 'exists' as const, message, link: null }
  }
  const link = await links.make(account.id)
  return { ...same, name, outcome: 'created' as const, message: null, link }
}

async function importAll(order: ImportOrder, parts: AccountsParts) {
  const people = readPeople(order.text, order.format)
  if (people.length > importLimit) {
    throw new LyceumError('tooLarge', `At most ${importLimit} lines at once.`)
  }
  const lines = []
  for (const each of people) lines.push(await importOne(each, order, parts))
  return { lines }
}

export function accountsHandlers(parts: AccountsParts): Handlers<keyof typeof accountsRoutes> {
  return { ...single(parts), ...many(parts), ...linking(parts) }
}

type Many = 'accounts.list' | 'accounts.import' | 'members.import'

function many(parts: AccountsParts): Handlers<Many> {
  return {
    'accounts.list': ({ query }) => parts.accounts.list(query),
    'accounts.import': ({ body }) => importAll(body, parts),
    'members.import': ({ body }, call) => {
      const { format, text, role } = body
      return importAll({ format, text, course: { id: courseOf(call).id, role } }, parts)
    },
  }
}

type Single = 'accounts.create' | 'accounts.update'

function single({ accounts, sessions, links }: AccountsParts): Handlers<Single> {
  return {
    'accounts.create': async ({ body }, call) => {
      if (body.role === 'operator' && accountOf(call).role !== 'owner') {
        throw new LyceumError('forbidden', 'Only the owner makes operators.')
      }
      const account = await accounts.create(body)
      if (account === null) throw loginTaken()
      return { account, link: await links.make(account.id) }
    },
    'accounts.update': async ({ params, body }, call) => {
      const caller = accountOf(call)
      const target = await accounts.get(params.account)
      assertBelow(caller, target)
      if (body.role !== undefined && body.role !== target.role) assertMayPromote(caller, target)
      if (body.disabled === true && caller.id === target.id) {
        throw new LyceumError('conflict', 'You cannot disable your own account.')
      }
      const account = await accounts.update(target.id, body)
      if (account.disabled) await sessions.closeAll(account.id)
      return { account }
    },
  }
}

function assertMayPromote(caller: Account, target: Account): void {
  if (caller.role !== 'owner' || target.role === 'owner') {
    throw new LyceumError('forbidden', 'Only the owner makes operators, and stays the owner.')
  }
}

type Linking = 'accounts.link' | 'accounts.recover' | 'members.link'

function linking({ accounts, sessions, links, memberships }: AccountsParts): Handlers<Linking> {
  return {
    'accounts.link': async ({ params }, call) => {
      const target = await accounts.get(params.account)
      assertBelow(accountOf(call), target)
      return links.make(target.id)
    },
    'accounts.recover': async ({ params }, call) => {
      const target = await accounts.get(params.account)
      assertBelow(accountOf(call), target)
      await accounts.update(target.id, { password: null })
      await sessions.closeAll(target.id)
      return links.make(target.id)
    },
    'members.link': async ({ params }) => {
      const target = await accounts.get(params.account)
      const role = await memberships.roleOf(params.course, target.id)
      // A link signs in as that person: it must not give more than the course gives.
      const more = isOperator(target) || target.teaches
      if (role !== 'student' || more || (await memberships.isStaffAnywhere(target.id))) {
        throw new LyceumError('forbidden', 'Links are made for students of the course only.')
      }
      return links.make(target.id)
    },
  }
}
