// The control channel between a server and a recorder: who gets in, what is asked, and what is told.
import { on, once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { RecorderChannel } from '../server/broadcast/recorderChannel.ts'
import { SfuChannel } from '../server/media/sfuChannel.ts'
import { closeCodes, type HandshakeEnds } from '../shared/channel/frames.ts'
import { proofsOf } from '../shared/channel/proof.ts'
import {
  recorderContract,
  recorderRequests,
  type RecorderEventName,
  type RecorderEvents,
  type RecorderRequestName,
} from '../shared/contract/recorder.ts'
import { newId, type RoomId, type StreamKeyId } from '../shared/ids.ts'
import type { DoorParts } from './doors.ts'
import { FakeParts, liveBroadcast } from './testing/fakeParts.ts'
import { startTestRecorder, testSecret, type TestRecorder } from './testing/startTestRecorder.ts'

let stack: AsyncDisposableStack
let parts: FakeParts
let recorder: TestRecorder
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  parts = new FakeParts()
  recorder = stack.use(await startTestRecorder(parts))
})
afterEach(() => stack.disposeAsync())

async function fateOf(channel: RecorderChannel | SfuChannel) {
  stack.defer(() => channel.close())
  return Promise.race([
    once(channel, 'up').then(([up]) => ({ up: up as unknown })),
    once(channel, 'down').then(([down]) => ({ down: down as unknown })),
  ])
}

const dialling = (secret = testSecret) => ({ url: recorder.url, secret, node: 'server-under-test' })

/** A server that is let in, and what it hears from then on. */
async function connect(url = recorder.url) {
  const channel = new RecorderChannel({ ...dialling(), url })
  const events = on(channel, 'event')
  await fateOf(channel)
  const next = async <N extends RecorderEventName>(wanted: N): Promise<RecorderEvents[N]> => {
    const { value } = (await events.next()) as { value: [name: string, data: RecorderEvents[N]] }
    const [name, data] = value
    return name === wanted ? data : next(wanted)
  }
  return { channel, next }
}

const keysAsOf = (revision: number, ...keys: StreamKeyId[]) => ({
  revision,
  keys: keys.map((key) => ({ key, hash: 'a'.repeat(64) })),
})

describe('both ends prove that they know the secret', () => {
  test('a server with the secret is told which run this is, and what there is', async () => {
    const channel = new RecorderChannel(dialling())
    const heard = once(channel, 'event')
    const { name: node, incarnations } = recorder.node
    expect(incarnations).toHaveLength(1)
    expect(await fateOf(channel)).toEqual({ up: { node, incarnations } })
    expect(await heard).toEqual(['report', expect.objectContaining({ node, broadcasts: [] })])
  })

  test('a server does not prove itself to a recorder that knows another secret', async () => {
    const channel = new RecorderChannel(dialling('a secret of another cluster'))
    const why = 'the recorder did not prove itself'
    expect(await fateOf(channel)).toEqual({ down: { node: null, why } })
  })

  test('a server that looks for an sfu does not take a recorder for one', async () => {
    const why = 'the sfu did not prove itself'
    expect(await fateOf(new SfuChannel(dialling()))).toEqual({ down: { node: null, why } })
  })

  test('a proof that was made for an sfu, or sent back, is refused', async () => {
    const answers: ((ends: HandshakeEnds, proof: string) => string)[] = [
      (ends) => proofsOf('sfu', testSecret, ends).server,
      (_, proof) => proof,
    ]
    for (const answer of answers) {
      const socket = new WebSocket(new URL(recorderContract.path, recorder.url))
      await once(socket, 'open')
      const closed = once(socket, 'close')
      const serverNonce = 'n'.repeat(43)
      const hello = { type: 'hello', versions: [1], node: 'intruder', nonce: serverNonce }
      socket.send(JSON.stringify(hello))
      const [data] = (await once(socket, 'message')) as [Buffer]
      const said = JSON.parse(data.toString()) as { node: string; nonce: string; proof: string }
      const { node, nonce: nodeNonce } = said
      const ends = { server: 'intruder', node, serverNonce, nodeNonce, version: 1 }
      socket.send(JSON.stringify({ type: 'response', proof: answer(ends, said.proof) }))
      expect(await closed).toContain(closeCodes.refused)
    }
  })
})

describe('what is asked', () => {
  const garbage = [null, 7, 'x', [], {}, { room: 1 }, { broadcast: 'x' }]

  test.each(Object.keys(recorderRequests) as RecorderRequestName[])(
    'bad input for %s gets a typed error and nothing else happens',
    async (name) => {
      const { channel } = await connect()
      for (const input of garbage)
        await expect(channel.request(name, input as never)).rejects.toMatchObject({
          code: 'invalid',
        })
      expect(parts.asked).toEqual([])
      expect(parts.doors[0]?.loaded).toEqual([])
    },
  )

  test('the clock is the servers’ from then on', async () => {
    const { channel } = await connect()
    const inAYear = Date.now() + 365 * 86_400_000
    await channel.request('clock', { now: inAYear })
    expect(parts.given?.now()).toBeGreaterThanOrEqual(inAYear)
    expect(parts.given?.now()).toBeLessThan(inAYear + 86_400_000)
  })

  test('stream keys are all there are, and those of an older revision are ignored', async () => {
    const { channel } = await connect()
    const [one, two]: [StreamKeyId, StreamKeyId] = [newId(), newId()]
    const orders = [keysAsOf(3, one, two), keysAsOf(2, two), keysAsOf(3, one), keysAsOf(4)]
    for (const order of orders) await channel.request('keys', order)
    const [door] = parts.doors
    expect(door?.loaded.map((keys) => keys.map(({ key }) => key))).toEqual([[one, two], [one], []])
  })

  test('as many keys as there may be come in one order', async () => {
    const { channel } = await connect()
    const most = Array.from({ length: 50_000 }, () => newId<'streamKey'>())
    await channel.request('keys', keysAsOf(1, ...most))
    expect(parts.doors[0]?.loaded[0]).toHaveLength(most.length)
  })

  test('broadcasts are assigned and ended, and tokens trusted; what is not there is missing', async () => {
    const { channel } = await connect()
    const live = liveBroadcast()
    parts.all = [live]
    const room: RoomId = newId()
    const key = { kid: 'k', x: 'x'.repeat(43), y: 'y'.repeat(43) }
    await channel.request('assign', { broadcast: live.broadcast, room })
    await channel.request('trust', { issuer: 'https://class.example', keys: [key] })
    await channel.request('end', { broadcast: live.broadcast, reason: 'noClass' })
    await expect(channel.request('assign', { broadcast: newId(), room })).rejects.toMatchObject({
      code: 'missing',
    })
    expect(parts.asked).toEqual([
      ['assign', live.broadcast, room],
      ['trust', 'https://class.example', [key]],
      ['end', live.broadcast, 'noClass'],
    ])
  })
})

describe('what is told', () => {
  test('a report at once when something began', async () => {
    const { next } = await connect()
    expect((await next('report')).broadcasts).toEqual([])
    const live = liveBroadcast()
    parts.all = [live]
    parts.given?.changed()
    expect((await next('report')).broadcasts).toEqual([live])
  })

  test('reports again and again', async () => {
    const often = stack.use(await startTestRecorder(parts, { reportMs: 5 }))
    const { next } = await connect(often.url)
    for (let n = 0; n < 3; n += 1)
      expect(await next('report')).toMatchObject({ node: often.node.name })
  })

  test('whose encoder was refused', async () => {
    const { next } = await connect()
    const key: StreamKeyId = newId()
    parts.given?.refused(key, 'codec')
    expect(await next('refused')).toEqual({ key, reason: 'codec' })
  })

  test('that it drains, which takes until nothing is on air', async () => {
    const { next } = await connect()
    await next('report')
    parts.all = [liveBroadcast({ state: 'interrupted' }), liveBroadcast({ state: 'over' })]
    const drained = recorder.node.drain(600_000)
    expect(await next('report')).toMatchObject({ draining: true })
    parts.all = parts.all.slice(1)
    parts.given?.changed()
    await drained
  })
})

describe('its one HTTP port', () => {
  const get = (path: string) => fetch(`http://${recorder.listen}${path}`)

  test('health and metrics answer', async () => {
    expect((await get('/health/live')).status).toBe(200)
    expect((await get('/health/ready')).status).toBe(200)
    const [door] = parts.doors
    if (door) door.listens = false
    expect((await get('/health/ready')).status).toBe(503)
    parts.all = [liveBroadcast(), liveBroadcast({ state: 'over' })]
    const metrics = await (await get('/metrics')).text()
    expect(metrics).toContain('lyceum_recorder_broadcasts{state="on"} 1')
    expect(metrics).toContain('lyceum_recorder_refusals_total{name="assign"} 0')
  })

  test('what is watched is there too, and nothing else is', async () => {
    const answer = await get('/hls/recorder-1/b/index.m3u8?token=t')
    expect(await answer.text()).toBe('recorder-1 b')
    for (const path of ['/hls/recorder-1/b/other', '/', '/hls'])
      expect((await get(path)).status).toBe(404)
  })
})

describe('doors', () => {
  const certificate = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lyceum-doors-'))
    stack.defer(() => rm(folder, { recursive: true }))
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    await Promise.all([writeFile(cert, 'c'), writeFile(key, 'k')])
    return { cert, key }
  }
  const at = { host: '127.0.0.1', port: 0 }

  test('are for RTMP and RTMPS, and whoever comes by one takes over from the other', async () => {
    const two = new FakeParts()
    const { cert, key: keyFile } = await certificate()
    const rtmps = { ...at, cert, key: keyFile }
    const both = stack.use(await startTestRecorder(two, { rtmp: at, rtmps }))
    const [plain, safe] = two.doors
    expect(plain?.parts.tls).toBeUndefined()
    expect(safe?.parts.tls).toEqual({ cert: Buffer.from('c'), key: Buffer.from('k') })
    const { channel } = await connect(both.url)
    const key: StreamKeyId = newId()
    await channel.request('keys', keysAsOf(1, key))
    expect([plain?.loaded, safe?.loaded].map((loads) => loads?.length)).toEqual([1, 1])
    safe?.parts.begin(key, '127.0.0.1')
    expect([plain?.ended, safe?.ended]).toEqual([[key], []])
    expect(two.asked).toEqual([['begin', key]])
  })

  test('may be none: then it is ready all the same', async () => {
    const none = new FakeParts()
    const shut = stack.use(await startTestRecorder(none, { rtmp: null, ingest: null }))
    expect([none.doors, shut.ports]).toEqual([[], []])
    expect((await fetch(`http://${shut.listen}/health/ready`)).status).toBe(200)
  })

  test('are shut again when one of them cannot be opened', async () => {
    const half = new FakeParts()
    const rtmps = { ...at, cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' }
    await expect(startTestRecorder(half, { rtmps })).rejects.toThrow('/nowhere')
    expect([half.isClosed, half.doors]).toEqual([true, []])
    const { openDoor } = half
    const failing = Object.assign(half, {
      openDoor: (parts: DoorParts) =>
        parts.tls ? Promise.reject(new Error('taken')) : openDoor(parts),
    })
    const { cert, key } = await certificate()
    await expect(
      startTestRecorder(failing, { rtmp: at, rtmps: { ...at, cert, key } }),
    ).rejects.toThrow('taken')
    expect(half.doors.map(({ isClosed }) => isClosed)).toEqual([true])
  })
})

test('closed, it says goodbye to servers and shuts its doors', async () => {
  const { channel } = await connect()
  const down = once(channel, 'down')
  await recorder.close()
  expect(await down).toMatchObject([{ why: `closed ${closeCodes.shutdown} shutdown` }])
  expect([parts.isClosed, parts.doors[0]?.isClosed]).toEqual([true, true])
})
