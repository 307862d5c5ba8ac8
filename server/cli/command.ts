// A command of the terminal: its words, its help, and a function; what it reads of what was typed, and how it
// shows a table. Exit codes are main.ts's.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { countCharacters } from '../../shared/contract/fields.ts'
import type { CliConfig } from './config.ts'
import type { Tools } from './tools.ts'

/** The person typed something that cannot be meant; the message says how it is meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Terminal {
  readonly config: CliConfig
  readonly say: (line: string) => void
  /** Opened only by commands that need it. */
  tools(): Promise<Tools>
}

export interface CliCommand {
  /** As it is typed, such as `accounts create`. */
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly options?: NonNullable<ParseArgsConfig['options']>
  /** It fills a database, so that none need be there before. */
  readonly fills?: true
  run(terminal: Terminal, given: Given): Promise<void>
}

export interface Given {
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/** A number below 0 is meant as the value of the option before it: what is allowed says the command. */
const withNegatives = (args: readonly string[]): string[] =>
  args.reduce<string[]>((read, arg) => {
    const last = read.at(-1) ?? ''
    return /^-\d/.test(arg) && /^--\w+$/.test(last)
      ? [...read.slice(0, -1), `${last}=${arg}`]
      : [...read, arg]
  }, [])

export function readArguments(command: CliCommand, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: withNegatives(args),
      options: { ...command.options },
      allowPositionals: true,
    })
    const options = values as Record<string, string | boolean | undefined>
    return { words: positionals, options }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

export function word(given: Given, index: number, what: string): string {
  const found = given.words[index]
  if (found === undefined) throw new UsageError(`${what} is missing`)
  return found
}

export function textOption(given: Given, name: string): string | undefined {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}

export const date = (ms: number | null): string =>
  ms === null ? '-' : new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

export function table(
  terminal: Terminal,
  head: readonly string[],
  lines: readonly (readonly string[])[],
) {
  const all = [head, ...lines]
  const widths = head.map((_, column) =>
    Math.max(...all.map((cells) => countCharacters(cells[column] ?? ''))),
  )
  for (const cells of all) {
    const padded = cells.map(
      (cell, column) => cell + ' '.repeat((widths[column] ?? 0) - countCharacters(cell)),
    )
    terminal.say(padded.join('  ').trimEnd())
  }
}
