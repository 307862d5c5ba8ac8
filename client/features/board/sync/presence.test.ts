import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ParticipantId } from '../../../../shared/ids.ts'
import { encodePlace } from '../../../../shared/board/placeBytes.ts'
import { newId } from '../../../../shared/ids.ts'
import { LayerCopy } from './layerCopy.ts'
import { forgetful } from './layerStore.ts'
import { Presence, type Somebody } from './presence.ts'
import { FakeServer } from './testing/fakeServer.ts'

const ana = { id: 'ana' as ParticipantId, name: 'Ana' }
const place = Uint8Array.of(0)

let heard: string[] = []
let here: readonly string[] = []
const port = {
  place: (person: Somebody) => heard.push(`place ${person.name}`),
  ink: (person: Somebody) => heard.push(`ink ${person.name}`),
  move: (person: Somebody) => heard.push(`move ${person.name}`),
  gone: (person: ParticipantId) => heard.push(`gone ${person}`),
  here: (people: readonly Somebody[]) => {
    here = people.map(({ name }) => name)
  },
}

async function line(presence: Presence) {
  const server = new FakeServer()
  const copy = LayerCopy.open({
    me: newId<'participant'>(),
    name: { board: newId<'board'>(), page: newId<'page'>(), of: 'shared', epoch: 0 },
    server: 'ws://school.example',
    token: async () => 'token',
    store: forgetful(),
    Socket: server.Socket,
    random: () => 0,
  })
  presence.listen(copy)
  await vi.advanceTimersByTimeAsync(10)
  return { server, copy }
}

beforeEach(() => {
  heard = []
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('tells whose pointer and ink it is, and not one’s own', async () => {
  const presence = new Presence(port)
  const { server, copy } = await line(presence)
  const me = server.welcome() - 100
  server.who(7, ana.id, ana.name)
  server.pass(7, 0, place)
  server.pass(7, 1, place)
  server.pass(7, 2, place)
  server.pass(me, 0, place)
  server.pass(99, 0, place)
  expect(heard).toEqual(['place Ana', 'ink Ana', 'move Ana'])
  expect(here).toEqual(['Ana'])
  server.gone(7)
  expect(here).toEqual([])
  server.pass(7, 0, place)
  expect(heard.slice(3)).toEqual(['gone ana'])
  presence.close()
  await copy.close()
})

test('hears of somebody’s windows the one in which something changed last', async () => {
  const presence = new Presence(port)
  const { server, copy } = await line(presence)
  server.welcome()
  for (const number of [7, 8]) server.who(number, ana.id, ana.name)
  const at = (x: number) => encodePlace({ pointer: null, view: { x, y: 0, width: 9, height: 9 } })
  const pointed = encodePlace({ pointer: { x: 1, y: 1 }, view: null })
  const told = (number: number, bytes: Uint8Array) => {
    heard = []
    server.pass(number, 0, bytes)
    return heard.length === 1
  }
  expect([told(7, at(1)), told(8, at(2)), told(7, at(1)), told(8, at(2))]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect([told(8, pointed), told(7, at(1)), told(7, at(3)), told(8, pointed)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  server.gone(7)
  expect(told(8, pointed)).toBe(true)
  presence.close()
  await copy.close()
})

test('after a broken line forgets who is not told of anew, at once or when nobody answers', async () => {
  const presence = new Presence(port)
  const { server, copy } = await line(presence)
  server.welcome()
  server.who(7, ana.id, ana.name)
  server.last.end()
  await vi.advanceTimersByTimeAsync(100)
  expect(heard).toEqual([])
  server.who(9, 'bob', 'Bob')
  server.welcome()
  expect(heard).toEqual(['gone ana'])
  server.last.end()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(heard).toEqual(['gone ana', 'gone bob'])
  presence.close()
  await copy.close()
})

test('says where one is when that changes, not faster than can be seen, and again now and then', async () => {
  const presence = new Presence(port)
  const { server, copy } = await line(presence)
  server.welcome()
  presence.keep([copy], copy)
  const { passed } = server.last
  for (let at = 0; at < 10; at += 1) presence.sendPlace(Uint8Array.of(at), Uint8Array.of(20 + at))
  expect(passed.map((one) => one[1])).toEqual([0])
  await vi.advanceTimersByTimeAsync(100)
  expect(passed.map((one) => one[1])).toEqual([0, 9])
  await vi.advanceTimersByTimeAsync(2_500)
  expect(passed.map((one) => one[1])).toEqual([0, 9, 29])
  server.last.end()
  await vi.advanceTimersByTimeAsync(100)
  server.welcome()
  expect(server.last.passed.map((one) => one[1])).toEqual([29])
  presence.close()
  await copy.close()
})

test('somebody with two windows is gone with the second', async () => {
  const presence = new Presence(port)
  const first = await line(presence)
  const second = await line(presence)
  for (const { server } of [first, second]) {
    server.welcome()
    server.who(7, ana.id, ana.name)
  }
  first.server.gone(7)
  expect(heard).toEqual([])
  presence.keep([first.copy], null)
  expect(heard).toEqual(['gone ana'])
  presence.close()
  await Promise.all([first.copy.close(), second.copy.close()])
})
