// Counts a test run: what Vitest's JSON report says, without losing what broke outside a test.
import { z } from 'zod'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const reportSchema = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

export type Report = z.infer<typeof reportSchema>

/**
 * A file that failed before or beside its tests (an import, a hook) counts as one failure, and so
 * does a run that failed with every test passed (an unhandled error).
 */
export function countReport(report: Report, exitCode: number): Tally {
  let [passed, failed, skipped] = [0, 0, 0]
  for (const { status, assertionResults } of report.testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed').length
    const passes = assertionResults.filter((test) => test.status === 'passed').length
    passed += passes
    failed += failures === 0 && status === 'failed' ? 1 : failures
    skipped += assertionResults.length - failures - passes
  }
  if (failed === 0 && (exitCode !== 0 || !report.success)) failed = 1
  return { passed, failed, skipped }
}

/** The files in which something failed. */
export function brokenFiles({ testResults }: Report): readonly string[] {
  return [
    ...new Set(testResults.filter(({ status }) => status === 'failed').map(({ name }) => name)),
  ]
}

/** The run as it would be without these files, in which all its failures were. */
export function without(report: Report, files: readonly string[]): Report {
  const testResults = report.testResults.filter(({ name }) => !files.includes(name))
  return { success: true, testResults }
}

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}

/** The last line of `npm test`, plain, for whoever reads it by machine. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
