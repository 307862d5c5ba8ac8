// The media nodes, from the terminal: who is there, and who gets nobody new.
import { drainWithin, usualDrain, type MediaNodeEntry } from '../../shared/contract/http/nodes.ts'
import { hasElsewhere, movedOf, totalsOf } from '../../shared/nodeTotals.ts'
import { nodeEvents, noteDrain, noteForgotten } from '../media/nodeEvents.ts'
import { openRegister } from '../media/register.ts'
import { happened, percent } from './mediaWords.ts'
import { date, table, textOption, UsageError, word, type CliCommand } from './command.ts'

function stateOf(entry: MediaNodeEntry): string {
  if (!entry.heard) return `gone since ${date(entry.heardAt)}`
  if (entry.empty) return 'drained: empty, may be stopped'
  if (entry.facts.stopping) return 'stops by itself'
  if (entry.drain === null) return entry.draining ? 'drains' : 'up'
  const { moved, people } = movedOf(entry.drain, entry.facts)
  return `drains: ${moved} of ${people} moved, by ${date(entry.drain.by)}`
}

function line(entry: MediaNodeEntry): string[] {
  const { node, heard, facts } = entry
  const { version, people, rooms } = facts
  const { cpu, consumers, packetsOutPerSecond, bitsOutPerSecond } = totalsOf(facts)
  const load = heard
    ? [
        percent(cpu),
        String(consumers),
        String(Math.round(packetsOutPerSecond)),
        (bitsOutPerSecond / 1e6).toFixed(1),
        String(rooms),
        String(people),
      ]
    : ['-', '-', '-', '-', '-', '-']
  return [node, stateOf(entry), ...load, version ?? '-']
}

const head = [
  'NODE',
  'STATE',
  'WORST CPU',
  'CONSUMERS',
  'PACKETS/S',
  'MBIT/S OUT',
  'CLASSES',
  'PEOPLE',
  'VERSION',
]

const listCommand: CliCommand = {
  name: 'nodes',
  usage: 'nodes',
  summary: 'Lists the media nodes and what they carry.',
  async run(terminal) {
    const { db } = await terminal.tools()
    table(terminal, head, (await openRegister(db).list()).map(line))
  },
}

const drainCommand: CliCommand = {
  name: 'nodes drain',
  usage: 'nodes drain NODE [--within SECONDS]',
  summary:
    'Moves the people of a media node to others, also after a restart of it; nobody new comes.',
  options: { within: { type: 'string' } },
  async run(terminal, given) {
    const node = word(given, 0, 'NODE')
    const within = drainWithin.safeParse(Number(textOption(given, 'within') ?? usualDrain))
    if (!within.success) throw new UsageError('--within takes a number of seconds from 5 to 86400')
    const { db } = await terminal.tools()
    const register = openRegister(db)
    await register.drain(node, within.data)
    await noteDrain(db, { node, within: within.data, by: 'terminal' })
    const canMove = hasElsewhere(node, await register.list())
    terminal.say(
      canMove
        ? `${node} gets nobody new; its people are moved within ${within.data} s`
        : `${node} drains, but no other media node takes people: nobody can be moved, and newcomers still come to nodes that drain`,
    )
  },
}

const undrainCommand: CliCommand = {
  name: 'nodes undrain',
  usage: 'nodes undrain NODE',
  summary: 'Lets a media node take people again; who was not moved yet stays.',
  async run(terminal, given) {
    const node = word(given, 0, 'NODE')
    const { db } = await terminal.tools()
    await openRegister(db).drain(node, null)
    await noteDrain(db, { node, within: null, by: 'terminal' })
    terminal.say(`${node} takes people again`)
  },
}

const logCommand: CliCommand = {
  name: 'nodes log',
  usage: 'nodes log',
  summary: 'Shows what became of media nodes of late: lost, drained, and who went where.',
  async run(terminal) {
    const { db } = await terminal.tools()
    const events = await nodeEvents(db)
    if (events.length === 0) terminal.say('nothing happened to media nodes of late')
    for (const one of events.toReversed()) for (const text of happened(one)) terminal.say(text)
  },
}

const removeCommand: CliCommand = {
  name: 'nodes remove',
  usage: 'nodes remove NODE',
  summary: 'Forgets a media node that is gone.',
  async run(terminal, given) {
    const node = word(given, 0, 'NODE')
    const { db } = await terminal.tools()
    await openRegister(db).remove(node)
    await noteForgotten(db, node, 'terminal')
    terminal.say(`${node} is forgotten`)
  },
}

export const nodeCommands: readonly CliCommand[] = [
  listCommand,
  drainCommand,
  undrainCommand,
  removeCommand,
  logCommand,
]
