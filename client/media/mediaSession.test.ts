// Moving to another media node, when something else happens meanwhile.
import type { Device } from 'mediasoup-client/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { broken } from '../connection/inquiries.ts'
import { MediaSession } from './mediaSession.ts'
import { FakeDoor, settle } from './testing/fakeDoor.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class FakeTransport {
  readonly id = newId()
  connectionState = 'connected'
  closed = false
  readonly #listeners = new Map<string, (state: string) => void>()
  on(name: string, listener: (state: string) => void): void {
    this.#listeners.set(name, listener)
  }
  close(): void {
    this.closed = true
  }
  become(state: string): void {
    this.connectionState = state
    this.#listeners.get('connectionstatechange')?.(state)
  }
}

const joined = () => ({
  incarnation: newId(),
  send: {},
  receive: {},
  consumers: [],
  iceServers: [],
})

/** Somebody whose media is open, who neither sends nor receives anything. */
async function open() {
  const door = new FakeDoor()
  const transports: FakeTransport[] = []
  const create = () => {
    const transport = new FakeTransport()
    transports.push(transport)
    return transport
  }
  const device = {
    recvRtpCapabilities: {},
    createSendTransport: create,
    createRecvTransport: create,
  } as unknown as Device
  const session = new MediaSession(door.port, Promise.resolve({ device, svc: false }))
  await settle()
  session.join([])
  await settle()
  await door.last.answer(joined())
  expect(session.state).toEqual({ kind: 'open', cut: false })
  const move = async (): Promise<void> => {
    void session.move()
    await settle()
  }
  const moves = () =>
    door.inputs('media.join').filter((input) => (input as { moving?: boolean }).moving)
  return { door, session, transports, move, moves }
}

test('an answer that was lost leaves open where one is: media is made anew', async () => {
  const { door, session, move } = await open()
  await move()
  await door.last.refuse({ code: 'unavailable', message: '', reason: broken })
  expect(session.state.kind).toBe('rebuilding')
})

test('what the server refuses changes nothing', async () => {
  const { door, session, transports, move, moves } = await open()
  await move()
  await door.last.refuse({ code: 'unavailable', message: '' })
  expect(session.state).toEqual({ kind: 'open', cut: false })
  expect(transports.map(({ closed }) => closed)).toEqual([false, false])
  await move()
  expect(moves()).toHaveLength(2)
})

test('media that was lost before the move could begin is not moved', async () => {
  const { door, session, move, moves } = await open()
  session.watching.say(0)
  await vi.advanceTimersByTimeAsync(1)
  const asked = door.last
  expect(asked.name).toBe('media.watch')
  await move()
  session.lost()
  await asked.answer({ consumers: [], removed: [], missing: [] })
  expect(moves()).toEqual([])
})

test('the way that was cut is left behind, and the news of it too', async () => {
  const { door, session, transports, move } = await open()
  transports[0]?.become('disconnected')
  expect(session.state).toEqual({ kind: 'open', cut: true })
  await move()
  await door.last.answer(joined())
  expect(session.state).toEqual({ kind: 'open', cut: false })
})

test('whoever leaves in the middle of a move leaves both nodes, and can be moved again', async () => {
  const { door, session, transports, move, moves } = await open()
  await move()
  await door.last.answer(joined())
  session.leave()
  expect(transports.map(({ closed }) => closed)).toEqual([true, true, true, true])
  session.join([])
  await settle()
  await door.last.answer(joined())
  await move()
  expect(moves()).toHaveLength(2)
})
