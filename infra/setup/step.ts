// What a step of set-up is, and how a list of them is gone through: nothing is said of what is done
// already, and what cannot be done here is named with the command that does it.

export interface Step {
  readonly name: string
  /** What it does and how long that takes, said before it runs. */
  readonly about: string
  /** What is missing without it; then its failure is only a warning. */
  readonly without?: string
  isDone(): boolean | Promise<boolean>
  run(): Promise<void>
}

export type Say = (line: string) => void

/** A step cannot be done here; the message says what a person can do. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}

export async function runSteps(steps: readonly Step[], say: Say): Promise<void> {
  for (const step of steps) {
    if (await step.isDone()) continue
    say(`${step.name}: ${step.about} …`)
    const started = performance.now()
    try {
      await step.run()
    } catch (error) {
      if (step.without === undefined || !(error instanceof SetupError)) throw error
      say(`${step.name}: ${error.message}\nGoing on without: ${step.without}.`)
      continue
    }
    const seconds = Math.round((performance.now() - started) / 1000)
    if (seconds > 1) say(`${step.name}: done in ${seconds} s.`)
  }
}
