import { afterEach, expect, test, vi } from 'vitest'
import { CallError } from '../../api/api.ts'
import {
  Checkup,
  stepOf,
  verdictOf,
  type NodeReach,
  type StepName,
  type StepState,
} from './checkup.svelte.ts'

const good: StepState = { kind: 'good', ms: 20 }
const bad: StepState = { kind: 'bad' }
const addresses = { udp: ['192.0.2.1:7710'], tcp: ['192.0.2.1:7710'] }
const node = (by: NodeReach['by']): NodeReach => ({ addresses, by })
const fine = node({ udp: 20, tcp: 30 })
const byTcp = node({ udp: null, tcp: 30 })
const byRelay = node({ udp: null, tcp: null, relay: 40 })
const unreached = node({ udp: null, tcp: null, relay: null })

function verdict(nodes: readonly NodeReach[], change: Partial<Record<StepName, StepState>> = {}) {
  const none: StepState = { kind: 'none' }
  const media = { udp: stepOf(nodes, 'udp'), tcp: stepOf(nodes, 'tcp'), relay: none }
  return verdictOf({ server: good, live: good, ...media, ...change }, nodes)
}

test('the worst that was found is what it all means', () => {
  expect(verdict([fine])).toBe('good')
  expect(verdict([node({ udp: 20, tcp: null })])).toBe('good')
  expect(verdict([byTcp])).toBe('tcpOnly')
  expect(verdict([byRelay])).toBe('relayOnly')
  expect(verdict([unreached])).toBe('noMedia')
  expect(verdict([])).toBe('noMedia')
  expect(verdict([fine], { live: bad })).toBe('noLive')
  expect(verdict([unreached], { server: bad, live: bad })).toBe('noServer')
})

test('one may be put on any media node, so each must be reached', () => {
  expect(verdict([fine, fine, byTcp])).toBe('tcpOnly')
  expect(verdict([fine, byRelay])).toBe('relayOnly')
  expect(verdict([fine, unreached])).toBe('someMedia')
  expect(verdict([unreached, unreached])).toBe('noMedia')
})

test('a way says how many nodes it reached, and how many were tried', () => {
  expect(stepOf([fine, node({ udp: 50 })], 'udp')).toEqual({ kind: 'good', ms: 50 })
  expect(stepOf([fine, byTcp], 'udp')).toEqual({ kind: 'some', reached: 1, of: 2 })
  expect(stepOf([byTcp, byTcp], 'udp')).toEqual(bad)
  expect(stepOf([fine, node({})], 'udp')).toEqual({ kind: 'running', tried: 1, of: 2 })
})

test('while anything is being tried it means nothing yet', () => {
  expect(verdict([fine, node({})])).toBe('running')
  expect(verdict([fine], { relay: { kind: 'waiting' }, server: bad })).toBe('running')
})

afterEach(() => vi.unstubAllGlobals())

test('when too many try at once nothing is said of the network, and another try is another answer', async () => {
  const greeting = class {
    onmessage: (() => void) | null = null
    constructor() {
      queueMicrotask(() => this.onmessage?.())
    }
    close(): void {
      this.onmessage = null
    }
  }
  vi.stubGlobal('location', { href: 'http://localhost/test' })
  vi.stubGlobal('WebSocket', greeting)
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true }))
  const refusals = ['rateLimited', 'unavailable'] as const
  const [busy, away] = refusals.map((code) => new CallError({ code, detail: '' }))
  const call = vi.fn().mockRejectedValueOnce(busy).mockRejectedValueOnce(away)
  const checkup = new Checkup({ call })
  await vi.waitFor(() => expect(checkup.verdict).toBe('busy'))
  expect(checkup.steps.server.kind).toBe('good')
  await vi.waitFor(async () => {
    await checkup.run()
    expect(checkup.verdict).toBe('noMedia')
  })
})
