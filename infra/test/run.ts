// `npm test`: the quick steps of the gate, then every test there is, and one plain line at the end.
// Arguments (`npm test -- server/log --project wire`) go to Vitest, and then only Vitest runs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSteps, table } from '../check/runSteps.ts'
import { quickSteps, repository } from '../check/steps.ts'
import { oldestPostgres } from './oldestPostgres.ts'
import { add, countReport, lastLine, reportSchema, type Tally } from './tally.ts'

const none: Tally = { passed: 0, failed: 0, skipped: 0 }
const minutesAtMost = 40

async function runVitest(filters: readonly string[]): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-test-report-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = [join('node_modules/.bin', 'vitest'), 'run', ...reporters, ...filters]
  const child = spawn(process.execPath, args, {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: minutesAtMost * 60_000,
    killSignal: 'SIGKILL',
  })
  const [code] = (await once(child, 'close')) as [number | null]
  try {
    const report = reportSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    return countReport(report, code ?? 1)
  } catch (error) {
    console.error(`Vitest ended with ${code ?? 'a signal'} and left no report:`, error)
    return { ...none, failed: 1 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runGate(): Promise<Tally> {
  const outcomes = await runSteps(quickSteps)
  console.info(`\n${table(outcomes)}\n`)
  const passed = outcomes.filter((outcome) => outcome.passed).length
  return { ...none, passed, failed: outcomes.length - passed }
}

const filters = process.argv.slice(2)
const gate = filters.length === 0 ? await runGate() : none
const tests = await runVitest(filters)
const total = add(add(gate, tests), { ...none, skipped: oldestPostgres === null ? 1 : 0 })
if (oldestPostgres === null) {
  console.info('skipped: the tests of SQL on PostgreSQL 15, which this machine does not have')
}
console.info(`\ngate: ${lastLine(gate)}; tests: ${lastLine(tests)}`)
console.info(lastLine(total))
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
