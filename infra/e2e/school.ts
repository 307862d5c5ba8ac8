// A whole installation for browser tests, as `npm start` runs it, with an owner; and what tests make in
// one at the HTTP door, so that they walk in the browser only through what they are about.
import { Browser as Caller, testPassword } from '../../server/http/testing/site.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { dataFolder, startSystem, type System } from '../system.ts'

export { testPassword } from '../../server/http/testing/site.ts'

export const ownerLogin = 'owner'
export const sessionCookie = 'lyceum_session'

/** Many people come from one address here, and the demonstration class would take a share of the machine. */
const quiet = { BENCH_PROFILE: 'lifted', LYCEUM_DEMO: '0' }

/** What its owner can make in an installation. */
export class Office {
  readonly url: string
  /** Signed in; calls the door by route names. */
  readonly owner: Caller

  constructor(url: string, owner = new Caller(url)) {
    this.url = url
    this.owner = owner
  }

  /** A class that is live. */
  async newClass(title = 'Algebra'): Promise<RoomId> {
    return (await this.owner.call('classes.startNow', { body: { title } })).class.room
  }

  /** A fresh invitation. */
  async linkFor(room: RoomId, role: Role): Promise<string> {
    const made = await this.owner.call('invites.make', { params: { room }, body: { role } })
    return made.invite.url
  }

  /** An account, and a link that signs its owner in once. */
  async newAccount(login: string, rights: { teaches?: boolean } = {}): Promise<string> {
    const body = { login, name: `${login} Example`, ...rights }
    return (await this.owner.call('accounts.create', { body })).link.url
  }
}

/** Of a fresh installation: its owner signs in by the code that it said when it was ready. */
export async function openOffice(url: string, code: string): Promise<Office> {
  const office = new Office(url)
  const body = { code, name: 'Olga Owner', login: ownerLogin, password: testPassword }
  await office.owner.call('auth.setUp', { body })
  return office
}

export class School extends Office implements AsyncDisposable {
  readonly system: System
  readonly #end: AsyncDisposableStack

  constructor({ url, owner }: Office, system: System, end: AsyncDisposableStack) {
    super(url, owner)
    this.system = system
    this.#end = end
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end.disposeAsync()
  }
}

export async function openSchool(env: NodeJS.ProcessEnv = {}): Promise<School> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await dataFolder())
  const system = stack.use(await startSystem(folder.path, { ...quiet, ...env }))
  const office = await openOffice(system.url, system.setUpCode ?? '')
  return new School(office, system, stack.move())
}
