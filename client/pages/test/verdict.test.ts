import { expect, test } from 'vitest'
import { verdictOf, type StepName, type StepState } from './checkup.svelte.ts'

const good: StepState = { kind: 'good', ms: 20 }
const bad: StepState = { kind: 'bad' }
const all = { server: good, live: good, udp: good, tcp: good, relay: { kind: 'none' } as StepState }
const but = (change: Partial<Record<StepName, StepState>>) => verdictOf({ ...all, ...change })

test('the worst that was found is what it all means', () => {
  expect(but({})).toBe('good')
  expect(but({ tcp: bad })).toBe('good')
  expect(but({ udp: bad })).toBe('tcpOnly')
  expect(but({ udp: bad, tcp: bad, relay: good })).toBe('relayOnly')
  expect(but({ udp: bad, tcp: bad })).toBe('noMedia')
  expect(but({ live: bad, udp: bad })).toBe('noLive')
  expect(but({ server: bad, live: bad, udp: bad, tcp: bad })).toBe('noServer')
})

test('while anything is being tried it means nothing yet', () => {
  expect(but({ udp: { kind: 'running' } })).toBe('running')
  expect(but({ relay: { kind: 'waiting' }, server: bad })).toBe('running')
})
