import { expect, test } from 'vitest'
import { alertNames } from '../../../shared/contract/http/operation.ts'
import { sectionOf } from './runbook.ts'

test('every alert of the console has words and steps to show, without marks', () => {
  for (const alert of alertNames) {
    const passages = sectionOf(alert)
    expect(passages.length, alert).toBeGreaterThan(0)
    const words = passages.flatMap(({ pieces }) => pieces).join(' ')
    expect(words).not.toMatch(/\*\*|###|\]\(|^\d+\./)
  }
  expect(sectionOf('LyceumDrainLate').filter(({ kind }) => kind === 'step')).toHaveLength(3)
})

test('a section that does not exist is empty', () => {
  expect(sectionOf('LyceumNothing')).toEqual([])
})
