import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { goodWire, UdpProxy, userIn, type Shape } from './udpProxy.ts'

const until = { timeout: 30_000, interval: 10 }
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function socket(): Promise<Socket> {
  const made = createSocket('udp4')
  made.bind(0, '127.0.0.1')
  await once(made, 'listening')
  open.push(() => made.close())
  return made
}

/** A server that answers every datagram with itself, and a client on the other side of the wire. */
async function scene() {
  const server = await socket()
  const heard: number[] = []
  server.on('message', (datagram, { address, port }) => {
    heard.push(datagram.readUInt16BE(0))
    server.send(datagram, port, address)
  })
  const target = { ip: '127.0.0.1', port: server.address().port }
  const proxy = await UdpProxy.open({ ip: '127.0.0.1', port: 0 }, target)
  open.push(() => proxy[Symbol.asyncDispose]())
  const client = await socket()
  const back: number[] = []
  client.on('message', (datagram) => back.push(datagram.readUInt16BE(0)))
  const send = async (count: number, bytes = 100) => {
    for (let n = 0; n < count; n += 1) {
      const datagram = Buffer.alloc(bytes)
      datagram.writeUInt16BE(n)
      client.send(datagram, proxy.port, '127.0.0.1')
      // So that the kernel's buffers are no part of the test.
      if (n % 20 === 19) await new Promise((next) => setImmediate(next))
    }
  }
  const shape = (up: Partial<Shape>, down: Partial<Shape> = {}) => {
    proxy.shape(() => ({ up: { ...goodWire, ...up }, down: { ...goodWire, ...down } }))
  }
  return { proxy, heard, back, send, shape, client }
}

test('a good wire passes all, there and back, in order', async () => {
  const { heard, back, send, proxy } = await scene()
  await send(200)
  const all = Array.from({ length: 200 }, (_, n) => n)
  await vi.waitFor(() => expect(back).toEqual(all), until)
  expect(heard).toEqual(all)
  expect(proxy.flows).toMatchObject([{ up: 200, down: 200 }])
})

test('a bad one loses about as many as it should, one way only', async () => {
  const { heard, back, send, shape, proxy } = await scene()
  shape({ loss: 0.3 })
  await send(1_000)
  await vi.waitFor(() => expect(back).toHaveLength(heard.length), until)
  const [flow] = proxy.flows
  await vi.waitFor(() => expect(heard).toHaveLength(flow?.up ?? 0), until)
  expect(heard.length).toBeGreaterThan(600)
  expect(heard.length).toBeLessThan(800)
})

test('it doubles and shuffles', async () => {
  const { heard, send, shape } = await scene()
  shape({ doubled: 1, jitter: 20 })
  await send(100)
  await vi.waitFor(() => expect(heard).toHaveLength(200), until)
  expect(new Set(heard).size).toBe(100)
  expect(heard).not.toEqual(heard.toSorted((a, b) => a - b))
})

test('a throttled wire lets through what it takes and loses the rest', async () => {
  const { heard, send, shape } = await scene()
  shape({ rate: 800 })
  // A quarter of a second and one at 800 kbit/s is 25 KB.
  await send(100, 1_000)
  await vi.waitFor(() => expect(heard).toHaveLength(26), until)
})

test('a cut wire passes nothing until it is mended', async () => {
  const { heard, send, shape, proxy } = await scene()
  shape({ cut: true })
  await send(10)
  await vi.waitFor(() => expect(proxy.flows).toHaveLength(1), until)
  shape({})
  await send(1)
  await vi.waitFor(() => expect(heard).toEqual([0]), until)
})

test('a peer is known by its STUN user name', async () => {
  const { proxy, client } = await scene()
  const user = Buffer.from('server:client')
  const request = Buffer.alloc(20 + 4 + 16)
  request.writeUInt16BE(0x0001, 0)
  request.writeUInt16BE(20, 2)
  request.writeUInt32BE(0x2112a442, 4)
  request.writeUInt16BE(0x0006, 20)
  request.writeUInt16BE(user.length, 22)
  user.copy(request, 24)
  expect(userIn(request)).toBe('server:client')
  expect(userIn(Buffer.alloc(40))).toBeNull()
  client.send(request, proxy.port, '127.0.0.1')
  await vi.waitFor(() => expect(proxy.flows).toMatchObject([{ user: 'server:client' }]), until)
})
