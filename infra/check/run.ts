// `npm run check`: the one gate. With names (`npm run check -- lint unit`) only these steps run.
import { runSteps, table } from './runSteps.ts'
import { quickSteps, unitTests } from './steps.ts'

const steps = [...quickSteps, unitTests]
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))

if (unknown.length > 0) {
  const names = steps.map(({ name }) => name).join(', ')
  console.error(`No such step: ${unknown.join(', ')}. There are ${names}.`)
  process.exitCode = 2
} else {
  const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name))
  const outcomes = await runSteps(chosen)
  const failed = outcomes.filter(({ passed }) => !passed).length
  console.info(`\n${table(outcomes)}`)
  console.info(`${outcomes.length - failed} of ${steps.length} steps passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}
