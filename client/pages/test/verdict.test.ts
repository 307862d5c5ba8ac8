import { afterEach, expect, test, vi } from 'vitest'
import { CallError } from '../../api/api.ts'
import { Checkup, verdictOf, type StepName, type StepState } from './checkup.svelte.ts'

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
