// Runs one command of the terminal: finds it, reads its arguments, prints, and answers the exit code:
// 0 done, 1 failed, 2 not understood.
import { readArguments, UsageError, type CliCommand } from './command.ts'
import { commands } from './commands.ts'
import type { CliConfig } from './config.ts'
import { openTools, type Tools } from './tools.ts'

export interface Output {
  readonly say: (line: string) => void
  readonly complain: (line: string) => void
}

export function helpText(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  const lines = commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return ['npm run lyceum -- COMMAND', '', ...lines].join('\n')
}

function find(args: readonly string[]): { command: CliCommand; rest: readonly string[] } | null {
  for (const length of [2, 1]) {
    const name = args.slice(0, length).join(' ')
    const command = commands.find((each) => each.name === name)
    if (command !== undefined) return { command, rest: args.slice(length) }
  }
  return null
}

const wantsHelp = (args: readonly string[]): boolean =>
  args.length === 0 || args.some((each) => ['help', '--help', '-h'].includes(each))

/** What must be there for it: nothing for words about itself, a database with something in it, or any. */
export function needOf(args: readonly string[]): 'nothing' | 'database' | 'anyDatabase' {
  const found = wantsHelp(args) ? null : find(args)
  if (found === null) return 'nothing'
  return found.command.fills === true ? 'anyDatabase' : 'database'
}

async function execute(
  { command, rest }: { command: CliCommand; rest: readonly string[] },
  config: () => CliConfig,
  { say }: Output,
): Promise<void> {
  const given = readArguments(command, rest)
  const read = config()
  let opened: Tools | null = null
  const tools = async () => (opened ??= await openTools(read))
  try {
    await command.run({ config: read, say, tools }, given)
  } finally {
    await (opened as Tools | null)?.[Symbol.asyncDispose]()
  }
}

export async function runCli(
  args: readonly string[],
  config: () => CliConfig,
  output: Output,
): Promise<number> {
  if (wantsHelp(args)) {
    output.say(helpText())
    return args.length === 0 ? 2 : 0
  }
  const found = find(args)
  if (found === null) {
    output.complain(`There is no command “${args.slice(0, 2).join(' ')}”.\n\n${helpText()}`)
    return 2
  }
  try {
    await execute(found, config, output)
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      output.complain(`${error.message}\nusage: npm run lyceum -- ${found.command.usage}`)
      return 2
    }
    output.complain(error instanceof Error ? error.message : String(error))
    return 1
  }
}
