// `npm test`: the quick steps of the gate, then every test there is, and one plain line at the end.
// Arguments (`npm test -- server/log --project wire`) go to Vitest, and then only Vitest runs.
import { runSteps, table } from '../check/runSteps.ts'
import { quickSteps } from '../check/steps.ts'
import { oldestPostgres } from './oldestPostgres.ts'
import { add, lastLine, type Tally } from './tally.ts'
import { runVitest } from './vitestRun.ts'

const none: Tally = { passed: 0, failed: 0, skipped: 0 }

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
