// One socket against the layer behind it: what floods it is bounded, and nobody speaks for the server.
import { EventEmitter } from 'node:events'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { layerMessages, passingKinds, passingLimits } from '../../shared/board/wire.ts'
import { Connection } from './connection.ts'
import type { Layer } from './layer.ts'
import type { Reader, Standing } from './reader.ts'
import { silentBoards } from './recorder.ts'
import { Nodes } from './testing/nodes.ts'

const line = { t: 'line', z: 1, c: 1, w: 2, a: [0, 0], b: [10, 10] }

class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readonly sent: Uint8Array[] = []
  readyState = 1
  bufferedAmount = 0
  closed: number | null = null

  send(bytes: Uint8Array): void {
    this.sent.push(bytes)
  }

  close(code: number): void {
    this.closed ??= code
    this.readyState = 3
    this.emit('close')
  }

  ping(): void {
    this.emit('pong')
  }

  terminate(): void {
    this.close(1006)
  }

  get kinds(): number[] {
    return this.sent.map(([kind]) => kind ?? -1)
  }

  get reset(): string | null {
    const message = this.sent.find(([kind]) => kind === layerMessages.reset)
    if (message === undefined) return null
    const decoder = decoding.createDecoder(message)
    decoding.readVarUint(decoder)
    return decoding.readVarString(decoder)
  }
}

class Witness implements Reader {
  readonly participant = newId<'participant'>()
  readonly name = 'Witness'
  readonly heard: Uint8Array[] = []

  standing(): Standing {
    return { right: 'view', staff: false }
  }

  send(message: Uint8Array): void {
    this.heard.push(message)
  }

  sendPassing(message: Uint8Array): void {
    this.heard.push(message)
  }

  reset(): void {
    throw new Error('nothing was sent')
  }

  close(): void {
    this.heard.push(Uint8Array.of(255))
  }
}

let nodes: Nodes
let layer: Layer
let socket: FakeSocket
let witness: Witness
let now = 0

beforeEach(async () => {
  now = 1_000
  nodes = new Nodes()
  layer = await nodes.start()
  socket = new FakeSocket()
  witness = new Witness()
  layer.add(witness)
  const connection = new Connection({
    socket: socket as unknown as WebSocket,
    participant: newId<'participant'>(),
    name: 'Mal',
    standing: () => ({ right: 'editOwn', staff: false }),
    recorder: silentBoards,
    now: () => now,
  })
  connection.join(layer)
  witness.heard.length = 0
})

afterEach(async () => {
  socket.close(1000)
  await nodes[Symbol.asyncDispose]()
})

function message(kind: number, ...write: ((encoder: encoding.Encoder) => void)[]): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kind)
  for (const one of write) one(encoder)
  return Buffer.from(encoding.toUint8Array(encoder))
}

const passing = (kind: number, bytes: Uint8Array) =>
  message(
    layerMessages.passing,
    (encoder) => {
      encoding.writeVarUint(encoder, kind)
    },
    (encoder) => {
      encoding.writeUint8Array(encoder, bytes)
    },
  )

const update = (bytes: Uint8Array) =>
  message(
    layerMessages.sync,
    (encoder) => {
      encoding.writeVarUint(encoder, 2)
    },
    (encoder) => {
      encoding.writeVarUint8Array(encoder, bytes)
    },
  )

describe('a flood', () => {
  const ink = Uint8Array.of(3)

  it('of what passes is cut at so much a second, whatever it is', () => {
    const passed = vi.spyOn(layer, 'pass')
    for (let n = 0; n < 5_000; n += 1) socket.emit('message', passing(passingKinds.ink, ink))
    expect(passed).toHaveBeenCalledTimes(passingLimits.perSecond)
    now += 500
    for (let n = 0; n < 5_000; n += 1) socket.emit('message', passing(passingKinds.ink, ink))
    expect(passed).toHaveBeenCalledTimes(passingLimits.perSecond * 1.5)
    expect(socket.closed).toBeNull()
  })

  it('of large things that pass is passed over', () => {
    const passed = vi.spyOn(layer, 'pass')
    const large = new Uint8Array(passingLimits.bytes + 1)
    for (const kind of Object.values(passingKinds)) socket.emit('message', passing(kind, large))
    expect(passed).not.toHaveBeenCalled()
  })

  it('of awareness is heard by nobody and answered by nothing', () => {
    const before = socket.sent.length
    const states = new Uint8Array(50_000).fill(1)
    for (const kind of [1, 2, 3])
      for (let n = 0; n < 200; n += 1) socket.emit('message', Buffer.from([kind, ...states]))
    expect(socket.sent).toHaveLength(before)
    expect(witness.heard).toEqual([])
    expect(socket.closed).toBeNull()
  })

  it('of changes is refused with a reason once it is more than hands do', () => {
    const doc = new Y.Doc()
    doc.getMap('o').set('aaaaaaaaaa', line)
    const whole = Y.encodeStateAsUpdate(doc)
    const most = 40_000
    let sent = 0
    for (; sent < most && socket.closed === null; sent += 1) socket.emit('message', update(whole))
    expect(sent).toBeLessThan(most)
    expect(socket.reset).toBe('rate')
    expect(socket.closed).toBe(4504)
  })
})

it('lets nobody speak for the server: what it alone says is nothing from a client', async () => {
  const { sync: _, passing: __, ...servers } = layerMessages
  const before = socket.sent.length
  for (const kind of Object.values(servers)) {
    const number = (encoder: encoding.Encoder) => {
      encoding.writeVarUint(encoder, 1)
    }
    const name = (encoder: encoding.Encoder) => {
      encoding.writeVarString(encoder, witness.participant)
    }
    socket.emit('message', message(kind, number, name, name))
  }
  socket.emit('message', passing(passingKinds.place, Uint8Array.of(0)))
  await vi.waitFor(() => {
    expect(witness.heard.map(([kind]) => kind)).toEqual([layerMessages.who, layerMessages.passing])
  })
  expect(Buffer.from(witness.heard[0] ?? []).toString()).toContain('Mal')
  expect(socket.kinds.slice(before)).toEqual([layerMessages.who, layerMessages.passing])
})
