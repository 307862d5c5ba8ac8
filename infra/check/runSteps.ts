// Runs steps of the gate, a few at once, shows what a failed one said, and sums up in a table.
import { spawn } from 'node:child_process'
import { repository, type Step } from './steps.ts'

export interface Outcome {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
}

const atOnce = 2

function runStep(step: Step): Promise<Outcome> {
  const start = performance.now()
  const child = spawn(process.execPath, step.args, { cwd: repository, stdio: 'pipe' })
  let words = ''
  const listen = (chunk: Buffer) => {
    words += chunk.toString()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve) => {
    const end = (passed: boolean) => {
      if (!passed) console.info(`\n── ${step.name} ──\n${words.trimEnd()}`)
      resolve({ name: step.name, passed, seconds: (performance.now() - start) / 1000 })
    }
    child.once('error', (error) => {
      words += error.message
      end(false)
    })
    child.once('close', (code) => {
      end(code === 0)
    })
  })
}

/** Every step runs, also after one failed. */
export async function runSteps(steps: readonly Step[]): Promise<Outcome[]> {
  const waiting = [...steps]
  const outcomes: Outcome[] = []
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      outcomes.push(await runStep(step))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const order = steps.map(({ name }) => name)
  return outcomes.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}

export function table(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length))
  const rows = outcomes.map(({ name, passed, seconds }) => {
    const time = `${seconds.toFixed(1)} s`.padStart(8)
    return `${passed ? '✓' : '✗'} ${name.padEnd(width)} ${time}`
  })
  return rows.join('\n')
}
