import { expect, it } from 'vitest'
import { add, brokenFiles, countReport, lastLine, without, type Report } from './tally.ts'

const file = (status: string, ...tests: string[]): Report['testResults'][number] => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})

const report = (success: boolean, ...testResults: Report['testResults']) => ({
  success,
  testResults,
})

it('counts tests, and calls everything else skipped', () => {
  const some = report(false, file('failed', 'passed', 'failed', 'skipped', 'todo'))
  expect(countReport(some, 1)).toEqual({ passed: 1, failed: 1, skipped: 2 })
})

it('counts a file that could not be loaded as one failure', () => {
  const some = report(false, file('passed', 'passed'), file('failed'))
  expect(countReport(some, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

it('counts a failed hook beside passed tests', () => {
  expect(countReport(report(false, file('failed', 'passed')), 1).failed).toBe(1)
})

it('counts an error outside every test, whichever way it shows', () => {
  const fine = file('passed', 'passed')
  expect(countReport(report(true, fine), 1).failed).toBe(1)
  expect(countReport(report(false, fine), 0).failed).toBe(1)
  expect(countReport(report(true, fine), 0).failed).toBe(0)
})

it('sets aside the files that failed, each once, also where two projects ran it', () => {
  const broken = { ...file('failed', 'passed', 'failed'), name: 'b.test.ts' }
  const some = report(false, file('passed', 'passed', 'todo'), broken, broken)
  expect(brokenFiles(some)).toEqual(['b.test.ts'])
  expect(countReport(without(some, ['b.test.ts']), 0)).toEqual({ passed: 1, failed: 0, skipped: 1 })
})

it('ends with one plain line', () => {
  const sum = add({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 0, skipped: 0 })
  expect(lastLine(sum)).toBe('3 passed, 0 failed')
  expect(lastLine(add(sum, { passed: 0, failed: 1, skipped: 4 }))).toBe(
    '3 passed, 1 failed, 4 skipped',
  )
})
