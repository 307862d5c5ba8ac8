// The rules of frames, return and commands, over a wire that the tests play.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LyceumError, type Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { FactId } from '../../shared/ids.ts'
import { RoomConnection, type ConnectionOptions } from './roomConnection.ts'
import type { ConnectionState } from './states.ts'
import { FakeServer, numbers } from './testing/fakeServer.ts'

type Numbers = readonly number[]

const settle = () => vi.advanceTimersByTimeAsync(0)

async function connect(
  server: FakeServer,
  more: Partial<ConnectionOptions<Numbers>> = {},
): Promise<RoomConnection<Numbers>> {
  const connection = RoomConnection.open({
    dial: server.dial,
    fold: numbers,
    session: newId<'session'>(),
    device: 'desktop',
    getToken: () => Promise.resolve('token'),
    random: () => 0.5,
    ...more,
  })
  await settle()
  return connection
}

async function opened(server: FakeServer): Promise<RoomConnection<Numbers>> {
  const connection = await connect(server)
  server.welcome()
  return connection
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

type Step =
  | { kind: 'append'; count: number }
  | { kind: 'deliver' | 'lose' | 'repeat' | 'swap' | 'pulls' | 'drop' | 'rewind' }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constantFrom('deliver', 'lose', 'repeat', 'swap', 'pulls') }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('drop', 'rewind') }) },
  ),
  { maxLength: 60 },
)

/** Plays the steps over a wire that keeps frames until they are delivered, lost, repeated or swapped. */
async function play(server: FakeServer, script: readonly Step[]): Promise<void> {
  let sent = server.top
  let wire: { after: number; upto: number }[] = []
  for (const step of script) {
    switch (step.kind) {
      case 'append':
        server.top += step.count
        wire.push({ after: sent, upto: server.top })
        sent = server.top
        break
      case 'deliver':
      case 'repeat': {
        const next = step.kind === 'deliver' ? wire.shift() : wire[0]
        if (next !== undefined) server.last.events.frame(server.frame(next.after, next.upto))
        break
      }
      case 'lose':
        wire.shift()
        break
      case 'swap':
        wire.reverse()
        break
      case 'pulls':
        server.answerPulls()
        break
      case 'rewind':
        server.epoch += 'r'
        break
      case 'drop':
        wire = []
        server.last.events.down(null)
        await vi.advanceTimersByTimeAsync(60_000)
        server.welcome()
        sent = server.top
        break
    }
    await settle()
  }
}

describe('frames', () => {
  test('whatever the wire does, one ends with exactly what one may see, in order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (script, every) => {
        const server = new FakeServer((seq) => seq % every === 0)
        const connection = await opened(server)
        await play(server, script)
        for (let round = 0; round < 3; round += 1) {
          server.last.events.top(server.position(server.top), Date.now())
          await settle()
          server.answerPulls()
          await settle()
        }
        expect(connection.room).toEqual(server.seen(server.top))
        expect(connection.have).toEqual(server.position(server.top))
        connection.close()
      }),
      { numRuns: 300 },
    )
  })

  test('a frame that overlaps applies only what is new', async () => {
    const server = new FakeServer()
    server.top = 3
    const connection = await opened(server)
    server.top = 5
    server.last.events.frame(server.frame(1, 5))
    expect(connection.room).toEqual([1, 2, 3, 4, 5])
  })

  test('a gap pulls once, and frames that came early are not lost', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    server.top = 4
    server.last.events.frame(server.frame(2, 3))
    server.last.events.frame(server.frame(3, 4))
    expect(server.last.requests).toHaveLength(1)
    const [pull] = server.last.requests.splice(0)
    pull!.answer({ ok: true, output: { frame: server.frame(0, 2) } })
    await settle()
    expect(connection.room).toEqual([1, 2, 3, 4])
  })

  test('a top with the same number and another id is answered with a fresh snapshot', async () => {
    const server = new FakeServer()
    server.top = 2
    const connection = await opened(server)
    server.epoch = 'b'
    server.last.events.top({ seq: 2, id: 'b2' as FactId }, Date.now())
    server.answerPulls()
    await settle()
    expect(connection.have.id).toBe('b2')
  })

  test('a changed view replaces the state, even by an older one', async () => {
    const server = new FakeServer()
    server.top = 4
    const connection = await opened(server)
    const viewer = { participant: connection.viewer!.participant, kind: 'staff' } as const
    server.last.events.view({ viewer, at: server.position(3), state: [1] })
    expect(connection.room).toEqual([1])
    expect(connection.viewer).toEqual(viewer)
    expect(connection.have.seq).toBe(3)
  })
})

describe('return', () => {
  test('says where one stands, first within 300 ms, then with growing patience', async () => {
    const server = new FakeServer()
    server.top = 2
    const connection = await opened(server)
    const waits: number[] = []
    connection.on('status', (state: ConnectionState) => {
      if (state.kind === 'reconnecting' && state.nextAt !== null)
        waits.push(state.nextAt - Date.now())
    })
    for (let round = 0; round < 8; round += 1) {
      server.last.events.down(null)
      await vi.advanceTimersByTimeAsync(40_000)
    }
    expect(server.last.hello.have?.at).toEqual(server.position(2))
    expect(waits[0]).toBeLessThanOrEqual(300)
    expect(waits.slice(1, 4)).toEqual([500, 1000, 2000])
    expect(Math.max(...waits)).toBeLessThanOrEqual(10_000)
    connection.close()
  })

  test('news of an earlier attempt is not heard', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    const [first] = server.dialled
    first!.events.down(null)
    await vi.advanceTimersByTimeAsync(1000)
    server.welcome()
    first!.events.frame(server.frame(0, 3))
    first!.events.down(null)
    expect(connection.state.kind).toBe('open')
    expect(connection.room).toEqual([])
  })

  test('goes on saying why the server closed the connection until it is back', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    server.last.events.goodbye({ code: 'draining', message: '', retryAfter: 0 })
    await vi.advanceTimersByTimeAsync(1_000)
    server.last.events.down(null)
    expect(connection.state).toMatchObject({ kind: 'reconnecting', why: { code: 'draining' } })
  })

  test('waits as long as a goodbye asks, and for ever when it asks nothing', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    server.last.events.goodbye({ code: 'draining', message: '', retryAfter: 5000 })
    await vi.advanceTimersByTimeAsync(4900)
    expect(server.dialled).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(server.dialled).toHaveLength(2)
    server.welcome()
    const banned: Refusal = { code: 'forbidden', message: 'removed' }
    server.last.events.goodbye(banned)
    expect(connection.state).toEqual({ kind: 'closed', reason: banned })
    expect(server.last.closed).toBe(true)
  })

  test('an expired token is fetched anew; a fresh one refused is the end', async () => {
    const server = new FakeServer()
    const getToken = vi.fn(() => Promise.resolve('token'))
    const connection = await connect(server, { getToken })
    server.welcome()
    server.last.events.down(null)
    await vi.advanceTimersByTimeAsync(1000)
    expect(getToken).toHaveBeenCalledTimes(1)
    const expired: Refusal = { code: 'expired', message: '' }
    server.last.events.down(expired)
    await vi.advanceTimersByTimeAsync(2000)
    expect(getToken).toHaveBeenCalledTimes(2)
    server.last.events.down(expired)
    expect(connection.state).toEqual({ kind: 'closed', reason: expired })
  })

  test('a revoked invitation closes, a server out of reach does not', async () => {
    const revoked = await connect(new FakeServer(), {
      getToken: () => Promise.reject(new LyceumError('revoked')),
    })
    expect(revoked.state).toMatchObject({ kind: 'closed', reason: { code: 'revoked' } })
    const away = await connect(new FakeServer(), {
      getToken: () => Promise.reject(new TypeError('fetch failed')),
    })
    expect(away.state.kind).toBe('reconnecting')
    away.close()
  })

  test('a wire silent for 12 s is dead', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    await vi.advanceTimersByTimeAsync(11_000)
    server.last.events.top(server.position(0), Date.now())
    await vi.advanceTimersByTimeAsync(11_000)
    expect(connection.state.kind).toBe('open')
    await vi.advanceTimersByTimeAsync(1000)
    expect(connection.state.kind).toBe('reconnecting')
    connection.close()
  })
})

describe('commands', () => {
  const output = { facts: [] }

  test('go again over each new connection, with their keys and in order, until answered', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    const first = connection.command('hands.raise', {})
    const second = connection.command('hands.lower', {})
    const keys = server.last.commands.map(({ call }) => call.key)
    server.last.events.down(null)
    await vi.advanceTimersByTimeAsync(1000)
    server.welcome()
    expect(server.last.commands.map(({ call }) => call.key)).toEqual(keys)
    for (const { answer } of server.last.commands) answer({ ok: true, output })
    expect(await first).toEqual({ ok: true, output })
    expect(await second).toEqual({ ok: true, output })
  })

  test('unanswered for their time, they say that nobody answered', async () => {
    const connection = await opened(new FakeServer())
    const outcome = connection.command('hands.raise', {}, { limitMs: 1000 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await outcome).toMatchObject({ ok: false, error: { reason: 'unanswered' } })
  })

  test('are tried again when the server could not decide, and not when it refused', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    const outcome = connection.command('hands.raise', {})
    server.last.commands[0]!.answer({
      ok: false,
      error: { code: 'unavailable', message: '', retryAfter: 200 },
    })
    await vi.advanceTimersByTimeAsync(200)
    expect(server.last.commands).toHaveLength(2)
    const error: Refusal = { code: 'forbidden', message: 'no' }
    server.last.commands[1]!.answer({ ok: false, error })
    expect(await outcome).toEqual({ ok: false, error })
  })

  test('requests wait for a connection and fail with it', async () => {
    const server = new FakeServer()
    const connection = await connect(server)
    const outcome = connection.request('chat.page', { before: 9, limit: 10 })
    expect(server.last.requests).toHaveLength(0)
    server.welcome()
    expect(server.last.requests).toHaveLength(1)
    server.last.events.down(null)
    expect(await outcome).toMatchObject({ ok: false, error: { reason: 'broken' } })
    connection.close()
  })

  test('after close, everything is refused and nothing dials', async () => {
    const server = new FakeServer()
    const connection = await opened(server)
    const pending = connection.command('hands.raise', {})
    connection.close()
    connection.close()
    expect(await pending).toMatchObject({ ok: false, error: { reason: 'closed' } })
    expect(await connection.command('hands.raise', {})).toMatchObject({ ok: false })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.dialled).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
