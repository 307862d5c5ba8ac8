// The ingest process with real encoders: what they publish comes, who loses their key goes, and when it is killed it is
// there again, at the same port with the same keys.
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import { Encoder, type Published } from '../testing/encoder.ts'
import { Ingest } from './ingest.ts'
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

async function open(broken: readonly string[] = []) {
  const inputs: Input[] = []
  const failed: string[] = []
  const refused: string[] = []
  const ingest = await Ingest.open({
    listen: { host: '127.0.0.1', port: 0 },
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

test('while nobody takes it, encoders wait, and nothing is lost', async () => {
  const { inputs, ingest } = await open()
  using publisher = await RtmpClient.open(ingest.port)
  publisher.publish('secret')
  await vi.waitFor(() => expect(inputs).toHaveLength(1), until)
  const sound = Buffer.concat([Buffer.from([0xaf, 1]), Buffer.alloc(50_000)])
  for (let n = 0; n < 400; n += 1) publisher.say({ type: 8, body: sound, stream: 1, dts: n })
  // The parent stands still.
  const stopped = performance.now()
  while (performance.now() - stopped < 500);
  await vi.waitFor(() => expect(inputs[0]?.events).toHaveLength(400), until)
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
