// What an operator can do from the terminal, beside a running server and on the same database.
import { z } from 'zod'
import { nameLimit } from '../../shared/contract/fields.ts'
import { login as loginSchema, name as nameSchema } from '../../shared/contract/http/entities.ts'
import { isId, type RoomId } from '../../shared/ids.ts'
import { roles, type Role } from '../../shared/roles.ts'
import { backup, restore, sizeOf } from '../backup/backup.ts'
import { rows } from '../storage/query.ts'
import {
  date,
  table,
  textOption,
  UsageError,
  word,
  type CliCommand,
  type Given,
} from './command.ts'
import { mediaCommands } from './mediaCommands.ts'
import { nodeCommands } from './nodeCommands.ts'
import type { Tools } from './tools.ts'

const roomRow = z.object({
  room: z.string(),
  title: z.string(),
  state: z.string(),
  starts_at: z.number().nullable(),
  host: z.string().nullable(),
})

const roomsCommand: CliCommand = {
  name: 'rooms',
  usage: 'rooms [--all]',
  summary: 'Lists classes that are open or to come; with --all, every one.',
  options: { all: { type: 'boolean' } },
  async run(terminal, { options }) {
    const { db } = await terminal.tools()
    const found = await rows(
      db,
      {
        text: `SELECT c.room, c.title, c.state, c.starts_at, a.name AS host FROM classes c
          LEFT JOIN accounts a ON a.id = c.host
          WHERE $1 OR c.state IN ('scheduled', 'lobby', 'live')
          ORDER BY c.state <> 'live', c.state <> 'lobby', coalesce(c.starts_at, c.created_at)`,
        values: [options['all'] === true],
      },
      roomRow,
    )
    table(
      terminal,
      ['ROOM', 'STATE', 'STARTS (UTC)', 'HOST', 'TITLE'],
      found.map(({ room, state, starts_at, host, title }) => [
        room,
        state,
        date(starts_at),
        host ?? '-',
        title,
      ]),
    )
  },
}

function readLogin(given: Given): string {
  const parsed = loginSchema.safeParse(word(given, 0, 'LOGIN'))
  if (!parsed.success) throw new UsageError('LOGIN is an e-mail address or a user name')
  return parsed.data
}

const createCommand: CliCommand = {
  name: 'accounts create',
  usage: 'accounts create LOGIN [--name NAME] [--teacher] [--operator]',
  summary: 'Makes an account and prints a one-time sign-in link for it.',
  options: {
    name: { type: 'string' },
    teacher: { type: 'boolean' },
    operator: { type: 'boolean' },
  },
  async run(terminal, given) {
    const login = readLogin(given)
    const named = nameSchema.safeParse(textOption(given, 'name') ?? login.replace(/@.*$/, ''))
    if (!named.success) throw new UsageError(`NAME has 1 to ${nameLimit} characters`)
    const { accounts, links } = await terminal.tools()
    const role = given.options['operator'] === true ? 'operator' : 'member'
    const teaches = given.options['teacher'] === true
    const account = await accounts.create({ login, name: named.data, role, teaches })
    if (account === null) throw new Error(`There is an account ${login} already.`)
    const { url, expiresAt } = await links.make(account.id)
    terminal.say(url)
    terminal.say(`works once, until ${date(expiresAt)} UTC`)
  },
}

const listCommand: CliCommand = {
  name: 'accounts list',
  usage: 'accounts list [SEARCH]',
  summary: 'Lists accounts, found by name or login.',
  async run(terminal, { words }) {
    const { accounts } = await terminal.tools()
    const page = { search: words[0] ?? '', limit: 10_000, offset: 0 }
    const found = await accounts.list(page)
    table(
      terminal,
      ['LOGIN', 'ROLE', 'TEACHES', 'LAST SEEN (UTC)', 'NAME'],
      found.accounts.map(({ login, role, teaches, lastSeenAt, name, disabled }) => [
        login,
        disabled ? `${role}, disabled` : role,
        teaches ? 'yes' : 'no',
        date(lastSeenAt),
        name,
      ]),
    )
  },
}

const recoverCommand: CliCommand = {
  name: 'accounts recover',
  usage: 'accounts recover LOGIN',
  summary: 'Takes the password away, ends all sessions, and prints a one-time sign-in link.',
  async run(terminal, given) {
    const login = readLogin(given)
    const { accounts, sessions, links } = await terminal.tools()
    const account = await accounts.byLogin(login)
    if (account === null) throw new Error(`There is no account ${login}.`)
    await accounts.update(account.id, { password: null, disabled: false })
    await sessions.closeAll(account.id)
    const { url, expiresAt } = await links.make(account.id)
    terminal.say(url)
    terminal.say(`works once, until ${date(expiresAt)} UTC`)
  },
}

const hour = 3600_000

const linkCommand: CliCommand = {
  name: 'link',
  usage: 'link ROOM ROLE [--hours NUMBER]',
  summary: `Makes an invitation link. ROLE is one of ${roles.join(', ')}.`,
  options: { hours: { type: 'string' } },
  async run(terminal, given) {
    const room = word(given, 0, 'ROOM')
    const role = word(given, 1, 'ROLE')
    if (!isId<'room'>(room)) throw new UsageError('ROOM is the id that `rooms` lists')
    if (!(roles as readonly string[]).includes(role)) {
      throw new UsageError(`ROLE is one of ${roles.join(', ')}`)
    }
    const hours = textOption(given, 'hours')
    const tools = await terminal.tools()
    if (!(await roomExists(tools, room))) throw new Error(`There is no room ${room}.`)
    const expiresAt = hours === undefined ? null : tools.clock.now() + readHours(hours)
    const order = { room, role: role as Role, by: null, expiresAt }
    terminal.say((await tools.invites.make(order)).url)
  },
}

function readHours(text: string): number {
  const hours = Number(text)
  if (Number.isFinite(hours) && hours > 0) return Math.round(hours * hour)
  throw new UsageError('--hours takes a number above 0')
}

async function roomExists({ db }: Tools, room: RoomId): Promise<boolean> {
  const text = 'SELECT room FROM classes WHERE room = $1'
  return (await rows(db, { text, values: [room] }, z.unknown())).length > 0
}

const rotateCommand: CliCommand = {
  name: 'keys rotate',
  usage: 'keys rotate',
  summary:
    'Publishes a new key for room tokens; it signs in a minute, the old one stays valid a while.',
  async run(terminal) {
    const { keys } = await terminal.tools()
    const { kid, signsAt, oldEndsAt } = await keys.rotate()
    terminal.say(`new key ${kid}`)
    terminal.say(
      `signs from ${date(signsAt)} UTC; older keys are valid until ${date(oldEndsAt)} UTC`,
    )
  },
}

const backupCommand: CliCommand = {
  name: 'backup',
  usage: 'backup FILE',
  summary:
    'Writes the database and all blobs to FILE (.tar.gz). Keep it as safe as the server itself.',
  async run({ config, say }, given) {
    const file = word(given, 0, 'FILE')
    const { rows: count, blobs } = await backup(config, file)
    const megabytes = ((await sizeOf(file)) / 1e6).toFixed(1)
    say(`${file}: ${count} rows, ${blobs} blobs, ${megabytes} MB`)
  },
}

const restoreCommand: CliCommand = {
  name: 'restore',
  usage: 'restore FILE [--yes]',
  summary: 'Brings back a backup; --yes replaces everything that is there now.',
  options: { yes: { type: 'boolean' } },
  fills: true,
  async run({ config, say }, given) {
    const file = word(given, 0, 'FILE')
    const { rows: count, blobs } = await restore(config, file, {
      replace: given.options['yes'] === true,
    })
    say(`restored ${count} rows and ${blobs} blobs`)
  },
}

export const commands: readonly CliCommand[] = [
  roomsCommand,
  createCommand,
  listCommand,
  recoverCommand,
  linkCommand,
  ...nodeCommands,
  ...mediaCommands,
  rotateCommand,
  backupCommand,
  restoreCommand,
]
