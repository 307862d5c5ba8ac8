// What any release wrote, every later one reads the same: folds the golden logs of all releases.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Fact } from '../log.ts'
import { roomRules } from './rules.ts'
import { decodeRoom, encodeRoom, evolveRoom, initialRoom } from './state.ts'

interface Golden {
  readonly facts: Fact[]
  readonly state: unknown
}

const folder = join(import.meta.dirname, 'golden')
const releases = readdirSync(folder)

test('there is a golden log of every release', () => {
  expect(releases).toContain('0.1.0.json')
})

test.each(releases)('%s folds to what it folded to then', (file) => {
  const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden[]
  for (const { facts, state } of golden) {
    expect(facts.every((fact) => roomRules.reads(fact.type, fact.version))).toBe(true)
    // Through today's encoding, so that a slice that is new since then takes its initial form.
    expect(encodeRoom(facts.reduce(evolveRoom, initialRoom))).toEqual(encodeRoom(decodeRoom(state)))
  }
})
