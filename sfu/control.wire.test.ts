// The control channel between a server and an sfu: who gets in, and what bad frames do.
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { SfuChannel } from '../server/media/sfuChannel.ts'
import { closeCodes, type HandshakeEnds } from '../shared/channel/frames.ts'
import { proofsOf } from '../shared/channel/proof.ts'
import { sfuContract, sfuRequests, type SfuRequestName } from '../shared/contract/sfu.ts'
import { startTestSfu, testSecret, type TestSfu } from './testing/startTestSfu.ts'

let sfu: TestSfu
beforeAll(async () => {
  sfu = await startTestSfu()
})
afterAll(() => sfu.close())

const nonce = 'n'.repeat(43)
const { protocol, path } = sfuContract
const hello = { type: 'hello', versions: [protocol], node: 'intruder', nonce }

async function rawSocket() {
  const socket = new WebSocket(new URL(path, sfu.url))
  await once(socket, 'open')
  const next = async () => {
    const [data] = (await once(socket, 'message')) as [Buffer]
    return JSON.parse(data.toString()) as Record<string, unknown>
  }
  const closed = once(socket, 'close').then(([code]) => code as number)
  return { socket, next, closed, say: (frame: unknown) => socket.send(JSON.stringify(frame)) }
}

async function channel(secret = testSecret, url = sfu.url) {
  const opened = new SfuChannel({ url, secret, node: 'server-under-test' })
  const fate = await Promise.race([
    once(opened, 'up').then(([up]) => ({ up: up as unknown })),
    once(opened, 'down').then(([down]) => ({ down: down as unknown })),
  ])
  return Object.assign(opened, { fate, [Symbol.dispose]: () => opened.close() })
}

describe('both ends prove that they know the secret', () => {
  test('a server with the secret is told which workers live', async () => {
    using server = await channel()
    expect(server.fate).toEqual({
      up: { node: sfu.node.name, incarnations: sfu.node.incarnations },
    })
  })

  test('a wrong proof is refused, and no request before it is heard', async () => {
    const raw = await rawSocket()
    raw.say(hello)
    expect(await raw.next()).toMatchObject({ type: 'challenge', node: sfu.node.name })
    raw.say({ type: 'request', id: 1, name: 'stats', input: {} })
    expect(await raw.closed).toBe(closeCodes.refused)

    const second = await rawSocket()
    second.say(hello)
    const { proof } = await second.next()
    // Its own proof sent back is not the server's.
    second.say({ type: 'response', proof })
    expect(await second.closed).toBe(closeCodes.refused)
  })

  test('a server does not prove itself to an sfu that knows another secret', async () => {
    using server = await channel('a secret of another cluster')
    expect(server.fate).toEqual({ down: { node: null, why: 'the sfu did not prove itself' } })
  })

  test('an sfu that proves nothing is not believed', async () => {
    const impostor = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(impostor, 'listening')
    impostor.on('connection', (socket) =>
      socket.once('message', () =>
        socket.send(
          JSON.stringify({ type: 'challenge', version: 1, node: 'x', nonce, proof: nonce }),
        ),
      ),
    )
    const { port } = impostor.address() as { port: number }
    using server = await channel(testSecret, `ws://127.0.0.1:${port}`)
    expect(server.fate).toEqual({ down: { node: null, why: 'the sfu did not prove itself' } })
    impostor.close()
    for (const client of impostor.clients) client.terminate()
  })

  test('no common version is said by its own code', async () => {
    const raw = await rawSocket()
    raw.say({ ...hello, versions: [protocol + 1] })
    expect(await raw.closed).toBe(closeCodes.version)
  })
})

describe('bad input gets a typed error and nothing else happens', () => {
  const garbage = [null, 7, 'x', [], {}, { room: 1 }, { room: 'x', participant: {}, session: [] }]

  test.each(Object.keys(sfuRequests) as SfuRequestName[])('%s', async (name) => {
    using server = await channel()
    // To be asked whether it is there, a node needs to be told nothing.
    const bad = garbage.filter((input) => !sfuRequests[name].input.safeParse(input).success)
    expect(bad.length).toBeGreaterThan(3)
    for (const input of bad) {
      await expect(server.request(name, input as never)).rejects.toMatchObject({ code: 'invalid' })
    }
  })

  test('an unknown request is refused by name, unknown fields and frames are passed over', async () => {
    const raw = await rawSocket()
    raw.say({ ...hello, flavour: 'vanilla' })
    const { nonce: nodeNonce, version } = await raw.next()
    const ends = { server: hello.node, node: sfu.node.name, serverNonce: nonce, nodeNonce, version }
    const { server } = proofsOf('sfu', testSecret, ends as HandshakeEnds)
    raw.say({ type: 'response', proof: server })
    expect(await raw.next()).toMatchObject({ type: 'ready' })
    expect(await raw.next()).toMatchObject({ type: 'event', name: 'report' })
    raw.say({ type: 'novelty' })
    raw.say('not a frame')
    raw.socket.send('{"half a')
    raw.say({ type: 'request', id: 9, name: 'levitate', input: {} })
    expect(await raw.next()).toMatchObject({ type: 'answer', id: 9, error: { code: 'unknown' } })
    raw.socket.terminate()
  })

  test('a frame beyond the limit ends its connection only', async () => {
    using server = await channel()
    const raw = await rawSocket()
    raw.socket.send('x'.repeat(2 << 20))
    expect(await raw.closed).toBe(1009)
    await expect(server.request('stats', {} as never)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('health and metrics answer', async () => {
    const base = `http://${sfu.listen}`
    expect((await fetch(`${base}/health/live`)).status).toBe(200)
    expect((await fetch(`${base}/health/ready`)).status).toBe(200)
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('lyceum_sfu_workers 1')
  })
})
