// The door for encoders, with a real one (ffmpeg), and with attacks: those of node-media-server's own door, which
// it let through (players and refused publishers who send, messages that end the process, memory for the asking,
// publishers that stand still), and what random bytes do.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import { hashOf, Keyring } from './keyring.ts'
import type { EndOfInput } from './rtmpConnection.ts'
import { doorLimits, RtmpDoor, type DoorLimits } from './rtmpDoor.ts'
import { amf, chunks, RtmpClient, types } from './testing/rtmpClient.ts'

const until = { timeout: 60_000, interval: 20 }
let close: AsyncDisposableStack
beforeEach(() => {
  close = new AsyncDisposableStack()
})
afterEach(() => close.disposeAsync())

interface Input {
  readonly events: FlvEvent[]
  end: EndOfInput | null
}

async function open(limits: Partial<DoorLimits> = {}) {
  const keys = new Keyring()
  keys.load(new Map([[hashOf('secret'), 'lesson']]))
  const inputs: Input[] = []
  const refused: string[] = []
  const door = await RtmpDoor.open({
    host: '127.0.0.1',
    port: 0,
    keys,
    limits: { ...doorLimits, ...limits },
    begin: (input) => {
      expect(input).toBe('lesson')
      const reader = new FlvReader()
      const mine: Input = { events: [], end: null }
      inputs.push(mine)
      return {
        write: (flv) => mine.events.push(...reader.read(flv)),
        end: (why) => (mine.end = why),
      }
    },
    refused: (_, why) => refused.push(why),
  })
  close.use(door)
  const client = async () => close.use(await RtmpClient.open(door.port))
  return { door, keys, inputs, refused, client }
}

function encoder(port: number, key: string, seconds = 60): ChildProcess {
  const child = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-re', '-f', 'lavfi', '-i', `testsrc2=s=320x180:r=30:d=${seconds}`],
      ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=44100:duration=${seconds}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-c:a', 'aac'],
      ...['-f', 'flv', `rtmp://127.0.0.1:${port}/live/${key}`],
    ],
    { stdio: 'ignore' },
  )
  close.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return child
}

const pictures = ({ events }: Input) =>
  events.filter((event) => event.type === 'sample' && event.sample.kind === 'video').length

test('what ffmpeg publishes comes as it was encoded, in order, until it ends', async () => {
  const { door, inputs } = await open()
  const child = encoder(door.port, 'secret', 3)
  await once(child, 'exit')
  expect(child.exitCode).toBe(0)
  await vi.waitFor(() => expect(inputs[0]?.end).toBe('closed'), until)
  const [input] = inputs
  const events = input?.events ?? []
  const formats = events.flatMap((event) => (event.type === 'format' ? event.format.kind : []))
  expect(formats.toSorted()).toEqual(['audio', 'video'])
  expect(input === undefined ? 0 : pictures(input)).toBe(90)
  const times = events.flatMap((event) =>
    event.type === 'sample' && event.sample.kind === 'audio' ? event.sample.dts : [],
  )
  expect(times).toEqual(times.toSorted((one, other) => one - other))
})

test('a wrong key is refused in words that encoders show, and nothing of it is taken', async () => {
  const { inputs, refused, client } = await open()
  const stranger = await client()
  stranger.publish('guessed')
  for (let n = 0; n < 50; n += 1)
    stranger.say({ type: types.video, body: Buffer.from('REFUSED'), stream: 1 })
  await vi.waitFor(() => expect(stranger.closed).toBe(true), until)
  expect(stranger.heard).toContain('NetStream.Publish.BadName')
  expect(stranger.heard).not.toContain('NetStream.Publish.Start')
  expect(refused).toEqual(['no valid stream key'])
  expect(inputs).toEqual([])
})

test('nobody plays, and who wants to sends nothing into a stream', async () => {
  const { door, inputs, client } = await open()
  encoder(door.port, 'secret')
  await vi.waitFor(() => expect(inputs[0] && pictures(inputs[0])).toBeGreaterThan(5), until)
  const player = await client()
  player.invoke('connect', 1, { app: 'live', tcUrl: 'rtmp://127.0.0.1/live' })
  player.invoke('createStream', 2, null)
  player.invoke('play', 3, null, 'secret')
  for (let n = 0; n < 50; n += 1)
    player.say({ type: types.audio, body: Buffer.from('forged'), stream: 1 })
  await vi.waitFor(() => expect(player.closed).toBe(true), until)
  expect(player.heard).toContain('NetStream.Play.Failed')
  const before = inputs[0] === undefined ? 0 : pictures(inputs[0])
  await vi.waitFor(() => expect(inputs[0] && pictures(inputs[0])).toBeGreaterThan(before), until)
  expect(inputs).toHaveLength(1)
})

test('media before a key is refused', async () => {
  const { inputs, refused, client } = await open()
  const stranger = await client()
  stranger.say({ type: types.audio, body: Buffer.from([0xaf, 1, 0]), stream: 1 })
  await vi.waitFor(() => expect(stranger.closed).toBe(true), until)
  expect([inputs, refused]).toEqual([[], ['media before it was admitted']])
})

test.each([
  ['connect without an address', amf('connect', 1, { app: 'live' })],
  ['publish of no name', amf('publish', 3, null, false, 'live')],
  ['a command that ends in the middle', amf('connect', 1, { app: 'live' }).subarray(0, 20)],
  ['an object in an object in an object …', Buffer.alloc(60_000, Buffer.from([3, 0, 1, 97]))],
])('%s ends one connection and nothing else', async (_, body) => {
  const { inputs, client } = await open()
  const wrong = await client()
  wrong.say({ type: types.invoke, body })
  await vi.waitFor(() => expect(wrong.closed).toBe(true), until)
  const right = await client()
  right.publish('secret')
  await vi.waitFor(() => expect(inputs).toHaveLength(1), until)
})

test('memory is not reserved for what was only announced', async () => {
  const { client, refused } = await open()
  const before = process.memoryUsage().arrayBuffers
  const greedy = await client()
  for (let n = 0; n < 60; n += 1) {
    const lie = { type: types.video, body: Buffer.alloc(1), length: 0xff_ff_ff }
    greedy.say({ ...lie, chunkStream: 3 + n })
  }
  await vi.waitFor(() => expect(greedy.closed).toBe(true), until)
  expect(refused).toEqual(['a message of 16777215 bytes'])
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1_024 * 1_024)
})

test('a publisher may have no more messages begun than encoders have', async () => {
  const { client, refused } = await open()
  const greedy = await client()
  greedy.publish('secret')
  await greedy.hears((heard) => heard.includes('NetStream.Publish.Start'))
  for (let n = 0; n < 60; n += 1) {
    const begun = { type: types.video, body: Buffer.alloc(128), length: 4_000_000 }
    greedy.say({ ...begun, chunkStream: 3 + n })
  }
  await vi.waitFor(() => expect(greedy.closed).toBe(true), until)
  expect(refused).toEqual(['too many chunk streams'])
})

test.each([0, 0xff_ff_ff_ff])('chunks of %d bytes are refused', async (size) => {
  const { client, refused } = await open()
  const odd = await client()
  const body = Buffer.alloc(4)
  body.writeUInt32BE(size)
  odd.say({ type: types.setChunkSize, body })
  await vi.waitFor(() => expect(refused).toEqual([`chunks of ${size} bytes`]), until)
})

test('the newest with the key takes over at once, also from one that stands still', async () => {
  const { door, inputs } = await open()
  const first = encoder(door.port, 'secret')
  await vi.waitFor(() => expect(inputs[0] && pictures(inputs[0])).toBeGreaterThan(5), until)
  first.kill('SIGSTOP')
  encoder(door.port, 'secret')
  await vi.waitFor(() => expect(inputs[1] && pictures(inputs[1])).toBeGreaterThan(5), until)
  expect([inputs[0]?.end, inputs[1]?.end]).toEqual(['replaced', null])
})

test('who says nothing for long is sent away, before and after being admitted', async () => {
  const { inputs, door, client } = await open({ silentMs: 300, introduceMs: 300 })
  const mute = connect(door.port, '127.0.0.1')
  await once(mute, 'close')
  const talker = await client()
  const talking = setInterval(() => {
    talker.invoke('createStream', 2, null)
  }, 50)
  close.defer(() => {
    clearInterval(talking)
  })
  await vi.waitFor(() => expect(talker.closed).toBe(true), until)
  const frozen = await client()
  frozen.publish('secret')
  await vi.waitFor(() => expect(inputs[0]?.end).toBe('silent'), until)
})

test('a key that is valid no more ends what is published under it', async () => {
  const { door, keys, inputs, client } = await open()
  const publisher = await client()
  publisher.publish('secret?parameters=too')
  await vi.waitFor(() => expect(inputs).toHaveLength(1), until)
  keys.load(new Map())
  door.checkKeys()
  expect(inputs[0]?.end).toBe('revoked')
  await vi.waitFor(() => expect(publisher.closed).toBe(true), until)
})

test('strangers do not crowd publishers out', async () => {
  const { inputs, client, door } = await open({ strangersPerAddress: 3 })
  const publisher = await client()
  publisher.publish('secret')
  await vi.waitFor(() => expect(inputs).toHaveLength(1), until)
  for (let n = 0; n < 3; n += 1) await client()
  const fourth = connect(door.port, '127.0.0.1')
  await once(fourth, 'close')
  expect(inputs[0]?.end).toBeNull()
})

test('random bytes, and random changes to right ones, end nothing but their connection', async () => {
  const { door, inputs, client } = await open({ strangers: 500, strangersPerAddress: 500 })
  let seed = 7
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  const right = Buffer.concat([
    chunks({ type: types.invoke, body: amf('connect', 1, { app: 'a', tcUrl: 'rtmp://a/a' }) }),
    chunks({ type: types.invoke, body: amf('publish', 3, null, 'guess', 'live'), stream: 1 }),
    chunks({ type: types.data, body: amf('@setDataFrame', 'onMetaData', { width: 1 }), stream: 1 }),
  ])
  for (let n = 0; n < 200; n += 1) {
    using wild = await RtmpClient.open(door.port)
    const bytes = n % 2 === 0 ? Buffer.from(right) : Buffer.alloc(random(3_000))
    const changes = n % 2 === 0 ? 1 + random(6) : bytes.length
    for (let change = 0; change < changes; change += 1) bytes[random(bytes.length)] = random(256)
    wild.socket.write(bytes)
    await new Promise<void>((written) => wild.socket.end(written))
  }
  const publisher = await client()
  publisher.publish('secret')
  await vi.waitFor(() => expect(inputs).toHaveLength(1), until)
})
