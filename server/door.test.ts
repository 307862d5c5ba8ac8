import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LogId } from '../shared/ids.ts'
import { testId } from '../shared/room/testing.ts'
import { catalogueFollows, openForsaken } from './door.ts'

const [mine, loaded, anothers] = [1, 2, 3].map((n) => testId<'room'>(n))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('live rooms that are loaded nowhere are opened by their steward, at start and after a loss', async () => {
  const opened: LogId[] = []
  const released: LogId[] = []
  let lose: () => void = () => undefined
  const stop = openForsaken(
    {
      registry: {
        peek: (id) => (id === loaded ? ({} as never) : null),
        open: (id) => {
          opened.push(id)
          return Promise.resolve({ release: () => released.push(id) } as never)
        },
      },
      isSteward: (room) => room !== anothers,
      onNodeLost: (listener) => {
        lose = listener
        return () => undefined
      },
    },
    { live: () => Promise.resolve([mine!, loaded!, anothers!]) },
    () => undefined,
  )
  await vi.advanceTimersByTimeAsync(1_000)
  expect(opened).toEqual([mine])
  lose()
  lose()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(opened).toEqual([mine, mine])
  expect(released).toEqual(opened)
  lose()
  stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(opened).toHaveLength(2)
})

test('a role given in class is kept for the other doors: an account’s for the class, a guest’s with the seat', async () => {
  vi.useRealTimers()
  const kept: unknown[] = []
  let hear: (batch: object) => void = () => undefined
  const log = {
    id: mine,
    state: { people: new Map() },
    subscribe: (listener: typeof hear) => {
      hear = listener
      return () => undefined
    },
  }
  const registry = { onOpen: (listener: (log: unknown) => void) => listener(log) }
  const classes = {
    refresh: () => Promise.resolve(),
    setStaff: (...given: unknown[]) => Promise.resolve(void kept.push(given)),
  }
  const seats = { appoint: (...given: unknown[]) => Promise.resolve(void kept.push(given)) }
  catalogueFollows({ registry } as never, { classes, seats }, () => undefined)
  const account = testId<'account'>(4)
  const participant = testId<'participant'>(5)
  const appointed = (who: string | null, role: string) => ({
    type: 'people.appointed',
    body: { account: who, participant, role },
  })
  const state = { class: {} }
  const facts = [appointed(account, 'moderator'), appointed(null, 'moderator')]
  hear({ before: state, state, facts, reset: false })
  hear({ before: state, state, facts: [appointed(account, 'student')], reset: false })
  await vi.waitFor(() => expect(kept).toHaveLength(3))
  expect(kept).toEqual(
    expect.arrayContaining([
      [mine, account, 'moderator'],
      [mine, participant, 'moderator'],
      [mine, account, 'student'],
    ]),
  )
})

test('roles that could not be kept are kept when the room opens again, or its log begins anew', async () => {
  vi.useRealTimers()
  const kept: unknown[] = []
  const guest = testId<'participant'>(5)
  const given = (seq: number, role: string) => ({
    seq,
    type: 'people.appointed',
    body: { account: null, participant: guest, role },
  })
  let hear: (batch: object) => void = () => undefined
  const log = {
    id: mine,
    position: { seq: 9 },
    state: { people: new Map([[guest, {}]]) },
    readBack: (before: number, types: readonly string[]) => {
      expect([before, types]).toEqual([10, ['people.appointed']])
      return Promise.resolve([given(7, 'student'), given(3, 'moderator')])
    },
    subscribe: (listener: typeof hear) => {
      hear = listener
    },
  }
  const registry = { onOpen: (listener: (opened: unknown) => void) => listener(log) }
  const classes = { refresh: () => Promise.resolve(), setStaff: () => Promise.resolve() }
  const seats = { appoint: (...all: unknown[]) => Promise.resolve(void kept.push(all)) }
  catalogueFollows({ registry } as never, { classes, seats }, () => undefined)
  await vi.waitFor(() => expect(kept).toEqual([[mine, guest, 'student']]))
  const state = { class: {} }
  hear({ before: state, state, facts: [], reset: true })
  await vi.waitFor(() => expect(kept).toHaveLength(2))
})
