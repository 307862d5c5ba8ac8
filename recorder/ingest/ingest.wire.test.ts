// The ingest process with real encoders: what they publish comes, who loses their key goes, and when it is killed it is
// there again, at the same port with the same keys.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { generate } from 'selfsigned'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import { Encoder, type Published } from '../testing/encoder.ts'
import { Ingest, type IngestParts } from './ingest.ts'
import { hashOf } from './keyring.ts'
import type { EndOfInput } from './rtmpConnection.ts'
import { RtmpClient } from './testing/rtmpClient.ts'

const until = { timeout: 60_000, interval: 20 }
let close: AsyncDisposableStack
beforeEach(() => {
  close = new AsyncDisposableStack()
})
afterEach(() => close.disposeAsync())

interface Input {
  readonly key: string
  readonly events: FlvEvent[]
  end: EndOfInput | null
  sendAway: () => void
}

const [lesson, person] = [newId<'streamKey'>(), newId<'streamKey'>()]
const keys = [
  { key: lesson, hash: hashOf('secret') },
  { key: person, hash: hashOf('mine') },
]

async function open(broken: readonly string[] = [], tls?: IngestParts['tls']) {
  const inputs: Input[] = []
  const failed: string[] = []
  const refused: string[] = []
  const ingest = await Ingest.open({
    listen: { host: '127.0.0.1', port: 0 },
    tls,
    begin: (key) => {
      if (broken.includes(key)) throw new Error('no more')
      const reader = new FlvReader()
      const input: Input = { key, events: [], end: null, sendAway: () => undefined }
      inputs.push(input)
      return {
        opened: (sendAway) => (input.sendAway = sendAway),
        write: (flv) => input.events.push(...reader.read(flv)),
        end: (why) => (input.end = why),
      }
    },
    refused: (_, why) => refused.push(why),
    failed: (what) => failed.push(what),
  })
  close.defer(() => ingest.close())
  ingest.load(keys)
  const encoder = (what: Partial<Published> = {}) =>
    close.use(new Encoder({ port: ingest.port, key: 'secret', ...what }))
  return { ingest, inputs, failed, refused, encoder }
}

const pictures = (input: Input | undefined): number =>
  input?.events.filter((event) => event.type === 'sample' && event.sample.kind === 'video')
    .length ?? 0

test('what is published comes as it was encoded, in order, and its end behind it', async () => {
  const { inputs, encoder } = await open()
  encoder({ length: 3 })
  await vi.waitFor(() => expect(inputs[0]?.end).toBe('closed'), until)
  expect(pictures(inputs[0])).toBe(90)
  expect(inputs[0]?.key).toBe(lesson)
})

test('with a certificate, encoders come in by RTMPS and not otherwise', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
  const { inputs, encoder } = await open([], { key: Buffer.from(key), cert: Buffer.from(cert) })
  const { child } = encoder()
  await once(child, 'exit')
  expect(inputs).toEqual([])
  encoder({ scheme: 'rtmps' })
  await vi.waitFor(() => expect(pictures(inputs[0])).toBeGreaterThan(5), until)
})

test('killed, it is there again at the same port, and encoders come back', async () => {
  const { ingest, inputs, failed, encoder } = await open()
  const { port, pid } = ingest
  encoder()
  await vi.waitFor(() => expect(pictures(inputs[0])).toBeGreaterThan(5), until)
  process.kill(pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(inputs[0]?.end).toBe('closed'), until)
  expect([ingest.listens, failed]).toEqual([false, ['the ingest process']])
  // As encoders do: again and again.
  while (inputs.length < 2) {
    const again = encoder()
    await Promise.race([delay(2_000), vi.waitFor(() => expect(inputs).toHaveLength(2), until)])
    if (inputs.length < 2) await again[Symbol.asyncDispose]()
  }
  await vi.waitFor(() => expect(pictures(inputs[1])).toBeGreaterThan(5), until)
  expect([ingest.port, ingest.listens, ingest.pid === pid]).toEqual([port, true, false])
})

test('who has a key that is valid no more, or another secret for it, is sent away', async () => {
  const { ingest, inputs, encoder } = await open()
  encoder()
  encoder({ key: 'mine' })
  await vi.waitFor(() => {
    expect(inputs).toHaveLength(2)
    for (const input of inputs) expect(pictures(input)).toBeGreaterThan(5)
  }, until)
  ingest.load([{ key: lesson, hash: hashOf('rotated') }])
  await vi.waitFor(
    () => expect(inputs.map(({ end }) => end)).toEqual(['revoked', 'revoked']),
    until,
  )
})

test('who is not wanted is sent away, and nobody else', async () => {
  const { ingest, inputs, encoder } = await open()
  encoder()
  encoder({ key: 'mine' })
  await vi.waitFor(() => expect(inputs).toHaveLength(2), until)
  const of = (key: string) => inputs.find((input) => input.key === key)
  of(lesson)?.sendAway()
  await vi.waitFor(() => expect(of(lesson)?.end).toBe('refused'), until)
  expect(of(person)?.end).toBeNull()
  ingest.endInput(person)
  await vi.waitFor(() => expect(of(person)?.end).toBe('refused'), until)
})

test('a wrong key is told of, and who takes what is published may fail', async () => {
  const { ingest, inputs, refused, failed, encoder } = await open([person])
  using stranger = await RtmpClient.open(ingest.port)
  stranger.publish('guessed')
  await vi.waitFor(() => expect(refused).toEqual(['no valid stream key']), until)
  const { child } = encoder({ key: 'mine' })
  await vi.waitFor(() => expect(failed).toEqual(['what is published']), until)
  await once(child, 'exit')
  encoder()
  await vi.waitFor(() => expect(pictures(inputs[0])).toBeGreaterThan(5), until)
})

/** In MB. */
function mostMemoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid ?? 'self'}/status`, 'utf8')
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1_000
}

test('while nobody takes it, encoders wait; nothing is lost, and memory does not fill', async () => {
  const { inputs, ingest } = await open()
  const before = mostMemoryOf(ingest.pid)
  const messages = 2_000
  const flood = new Worker(new URL('testing/flood.ts', import.meta.url), {
    workerData: { port: ingest.port, key: 'secret', messages },
  })
  close.defer(async () => {
    await flood.terminate()
  })
  await vi.waitFor(() => expect(inputs[0]?.events.length).toBeGreaterThan(0), until)
  // This process stands still.
  const stopped = performance.now()
  while (performance.now() - stopped < 2_000);
  expect(mostMemoryOf(ingest.pid) - before).toBeLessThan(100)
  await vi.waitFor(() => expect(inputs[0]?.events).toHaveLength(messages), until)
})

test('where somebody else listens, it says so', async () => {
  const { ingest } = await open()
  const second = Ingest.open({
    listen: { host: '127.0.0.1', port: ingest.port },
    begin: () => ({ write: () => undefined, end: () => undefined }),
    refused: () => undefined,
    failed: () => undefined,
  })
  await expect(second).rejects.toThrow('EADDRINUSE')
})
