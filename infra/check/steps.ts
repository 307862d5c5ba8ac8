// The gate, step by step. Every step is one program of this repository's own node_modules.
import { join } from 'node:path'

export const repository = join(import.meta.dirname, '../..')

export interface Step {
  readonly name: string
  readonly args: readonly string[]
}

/** Runs by this very Node, whatever Node the machine has. */
function tool(name: string, program: string, ...args: string[]): Step {
  return { name, args: [join('node_modules/.bin', program), ...args] }
}

function script(name: string, path: string, ...args: string[]): Step {
  return { name, args: [path, ...args] }
}

export const quickSteps: readonly Step[] = [
  // Without a cache: what it says of a file depends on the types of others.
  tool('lint', 'eslint', '.', '--max-warnings=0'),
  tool('format', 'prettier', '.', '--check', '--cache'),
  tool('types-node', 'tsc', '--project', 'tsconfig.json'),
  tool('types-shared', 'tsc', '--project', 'shared/tsconfig.json'),
  tool('types-infra', 'tsc', '--project', 'infra/tsconfig.json'),
  tool('types-client', 'svelte-check', '--tsconfig', 'client/tsconfig.json', '--fail-on-warnings'),
  script('arrows', 'infra/check/arrows.ts'),
  tool('unused', 'knip'),
  script('licences', 'infra/licences/run.ts'),
  script('budget', 'infra/check/budget.ts'),
  script('docs', 'infra/docs/run.ts', '--check'),
]

export const unitTests: Step = tool('unit', 'vitest', 'run', '--project', 'unit')
