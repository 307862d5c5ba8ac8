// The media nodes, from the terminal: who is there, and who gets nobody new.
import type { MediaNodeEntry } from '../../shared/contract/http/nodes.ts'
import { totalsOf } from '../../shared/nodeTotals.ts'
import { noteDrain } from '../media/decisions.ts'
import { openRegister } from '../media/register.ts'
import { date, table, word, type CliCommand } from './command.ts'

const percent = (share: number) => `${Math.round(share * 100)} %`

function line({ node, heard, heardAt, draining, facts }: MediaNodeEntry): string[] {
  const { version, people, rooms } = facts
  const { cpu, consumers, packetsOutPerSecond, bitsOutPerSecond } = totalsOf(facts)
  const state = heard ? (draining ? 'drains' : 'up') : `gone since ${date(heardAt)}`
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
  return [node, state, ...load, version ?? '-']
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

const drainCommand = (name: string, draining: boolean, summary: string): CliCommand => ({
  name: `nodes ${name}`,
  usage: `nodes ${name} NODE`,
  summary,
  async run(terminal, given) {
    const node = word(given, 0, 'NODE')
    const { db } = await terminal.tools()
    await openRegister(db).drain(node, draining)
    await noteDrain(db, { node, draining, by: 'terminal' })
    terminal.say(draining ? `${node} gets nobody new` : `${node} takes people again`)
  },
})

const removeCommand: CliCommand = {
  name: 'nodes remove',
  usage: 'nodes remove NODE',
  summary: 'Forgets a media node that is gone.',
  async run(terminal, given) {
    const node = word(given, 0, 'NODE')
    const { db } = await terminal.tools()
    await openRegister(db).remove(node)
    terminal.say(`${node} is forgotten`)
  },
}

export const nodeCommands: readonly CliCommand[] = [
  listCommand,
  drainCommand(
    'drain',
    true,
    'Newcomers go to other media nodes, also after a restart of this one.',
  ),
  drainCommand('undrain', false, 'Lets a media node take people again.'),
  removeCommand,
]
