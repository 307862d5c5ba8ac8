// How classes are on the media nodes, from the terminal: the same that operators see under Administration.
import { setTimeout as wait } from 'node:timers/promises'
import { isId, type RoomId } from '../../shared/ids.ts'
import { date, table, UsageError, word, type CliCommand, type Given } from './command.ts'
import { alarm, expected, fit, logged, occupant, percent } from './mediaWords.ts'

const everyMs = 1_000

function readRoom(given: Given): RoomId {
  const room = word(given, 0, 'ROOM')
  if (!isId(room)) throw new UsageError('ROOM is an id as `rooms` shows it')
  return room as RoomId
}

const classesCommand: CliCommand = {
  name: 'media classes',
  usage: 'media classes',
  summary: 'Lists classes that run or come within a week, and whether the media nodes take them.',
  async run(terminal) {
    const { operation } = await terminal.tools()
    const { classes, capacity } = await operation.classes()
    const { open, draining, gone, people } = capacity
    terminal.say(
      `${open} media nodes take people, about ${people} in classes of thirty; ${draining} drain, ${gone} are gone`,
    )
    table(
      terminal,
      ['ROOM', 'STATE', 'STARTS (UTC)', 'PEOPLE', 'ALONE', 'TOGETHER', 'FITS', 'TITLE'],
      classes.map((one) => [
        one.room,
        one.state,
        date(one.startsAt),
        expected(one),
        percent(one.share),
        percent(one.together),
        fit(one),
        one.title,
      ]),
    )
  },
}

const classCommand: CliCommand = {
  name: 'media class',
  usage: 'media class ROOM',
  summary: 'Shows on which media nodes the people and sources of a class are, and why.',
  async run(terminal, given) {
    const room = readRoom(given)
    const { operation } = await terminal.tools()
    const { title, state, parts, without } = await operation.class(room)
    terminal.say(`${title} (${state})`)
    for (const part of parts) {
      terminal.say(`${part.node} (${part.state}), worker ${part.incarnation}`)
      for (const one of part.people) terminal.say(occupant(one))
    }
    for (const { name } of without) terminal.say(`without media: ${name ?? 'somebody'}`)
  },
}

const logCommand: CliCommand = {
  name: 'media log',
  usage: 'media log ROOM [--follow]',
  summary: 'Shows what servers decided about the media of a class; with --follow, also what comes.',
  options: { follow: { type: 'boolean' } },
  async run(terminal, given) {
    const room = readRoom(given)
    const { operation } = await terminal.tools()
    const shown = new Set<number>()
    const show = async () => {
      const { log } = await operation.class(room)
      const fresh = log.filter(({ id }) => !shown.has(id)).toReversed()
      for (const one of fresh) {
        shown.add(one.id)
        terminal.say(logged(one))
      }
    }
    await show()
    while (given.options['follow'] === true) {
      await wait(everyMs)
      await show()
    }
  },
}

const alertsCommand: CliCommand = {
  name: 'media alerts',
  usage: 'media alerts',
  summary: 'Lists what is wrong now, as far as servers know it by themselves.',
  async run(terminal) {
    const { operation } = await terminal.tools()
    const { alerts } = await operation.alerts()
    if (alerts.length === 0) terminal.say('nothing is wrong that servers know of')
    else table(terminal, ['LEVEL', 'ALERT', 'ABOUT', 'WHAT', 'RUNBOOK'], alerts.map(alarm))
  },
}

export const mediaCommands: readonly CliCommand[] = [
  classesCommand,
  classCommand,
  logCommand,
  alertsCommand,
]
