// Records the golden log of a release: `node infra/golden.ts 0.1.0`. A log once released must fold to the
// same state for ever; never record one again.
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { encodeRoom } from '../shared/room/state.ts'
import { moves, opening, play } from '../shared/room/testing.ts'

const [version = ''] = process.argv.slice(2)
const file = join(resolve(import.meta.dirname, '..'), 'shared/room/golden', `${version}.json`)
if (!/^\d+\.\d+\.\d+$/.test(version) || existsSync(file)) {
  console.error(`Name a release that has no golden log yet; got “${version}”.`)
  process.exit(2)
}

const types = (facts: readonly { type: string }[]) => new Set(facts.map(({ type }) => type)).size
const lives = fc
  .sample(moves, { numRuns: 400, seed: 2026 })
  .map((script) => play([...opening(), ...script]))
const richest = lives.toSorted((a, b) => types(b.facts) - types(a.facts)).slice(0, 3)
const golden = richest.map(({ facts, states }) => {
  const last = states.at(-1)
  return { facts, state: last === undefined ? null : encodeRoom(last) }
})
writeFileSync(file, `${JSON.stringify(golden)}\n`)
console.log(`${file}: ${golden.map(({ facts }) => facts.length).join(' + ')} facts`)
