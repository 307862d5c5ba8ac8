// One run of Vitest and what came of it. Files that failed are run once more, by themselves: what
// passes then failed of what ran beside it, and is told, so that nobody takes it for sound.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { repository } from '../check/steps.ts'
import {
  add,
  brokenFiles,
  countReport,
  reportSchema,
  without,
  type Report,
  type Tally,
} from './tally.ts'

const minutesAtMost = 40
/** More than these did not fail by chance. */
const filesAgainAtMost = 4

interface Run {
  readonly tally: Tally
  /** Null where Vitest left none. */
  readonly report: Report | null
}

async function runOnce(filters: readonly string[]): Promise<Run> {
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
    return { tally: countReport(report, code ?? 1), report }
  } catch (error) {
    console.error(`Vitest ended with ${code ?? 'a signal'} and left no report:`, error)
    return { tally: { passed: 0, failed: 1, skipped: 0 }, report: null }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Every test of these files; without filters all there are, and few that fail a second time. */
export async function runVitest(filters: readonly string[]): Promise<Tally> {
  const first = await runOnce(filters)
  const broken = first.report === null ? [] : brokenFiles(first.report)
  if (filters.length > 0 || first.report === null) return first.tally
  if (broken.length === 0 || broken.length > filesAgainAtMost) return first.tally
  const names = broken.map((file) => relative(repository, file))
  console.info(`\nFailed, and run once more by themselves: ${names.join(', ')}\n`)
  const second = await runOnce(['--maxWorkers=1', ...names])
  if (second.tally.failed === 0)
    console.info(`\nPassed only by themselves: ${names.join(', ')}. What disturbs them is a fault.`)
  return add(countReport(without(first.report, broken), 0), second.tally)
}
