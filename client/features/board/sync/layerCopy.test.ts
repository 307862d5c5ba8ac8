import { expect, test, vi } from 'vitest'
import type * as Y from 'yjs'
import type { LayerName } from '../../../../shared/board/layer.ts'
import type { ObjectRecord } from '../../../../shared/board/record.ts'
import { newId } from '../../../../shared/ids.ts'
import { LayerCopy, type CopyState, type Refused } from './layerCopy.ts'
import type { LayerStore } from './layerStore.ts'
import { FakeServer } from './testing/fakeServer.ts'
import { memoryStore } from './testing/memoryStore.ts'

const name: LayerName = {
  board: newId<'board'>(),
  page: newId<'page'>(),
  of: 'shared',
  epoch: 3,
}
const me = newId<'participant'>()
const ana = newId<'participant'>()
const record = (z: number): ObjectRecord => ({ t: 'rectangle', z })

function open(server: FakeServer, store: LayerStore = memoryStore()) {
  let tokens = 0
  const copy = LayerCopy.open({
    me,
    name,
    server: 'wss://school.example',
    token: async () => `token-${(tokens += 1)}`,
    store,
    Socket: server.Socket,
    random: () => 0,
  })
  const refused: Refused[] = []
  const docs: Y.Doc[] = []
  copy.on('refused', (one) => refused.push(one))
  copy.on('doc', (doc) => docs.push(doc))
  return { copy, refused, docs }
}

const dialled = (server: FakeServer, count: number) =>
  vi.waitFor(() => {
    expect(server.sockets).toHaveLength(count)
  })
const draw = (doc: Y.Doc, id: string, z = 1) => doc.getMap('o').set(id, record(z))
const state = (copy: LayerCopy, wanted: Partial<CopyState>) => {
  expect(copy.state).toMatchObject(wanted)
}

test('draws only in the name that the server gave, and knows what is saved', async () => {
  const server = new FakeServer()
  const { copy } = open(server)
  await dialled(server, 1)
  expect(server.last.url).toMatch(/^wss:\/\/school\.example\/boards\/.*:shared:3$/)
  expect(server.last.protocols).toEqual(['lyceum', 'token-1'])
  state(copy, { link: 'opening', drawable: false, whole: false })
  const client = server.welcome()
  expect(copy.doc.clientID).toBe(client)
  server.made(9, ana)
  expect([9, client, 10].map((one) => copy.makerOf(one))).toEqual([ana, me, null])
  state(copy, { link: 'open', drawable: true, whole: true, unsaved: 0 })
  server.deaf = true
  draw(copy.doc, 'one')
  state(copy, { unsaved: 1 })
  server.deaf = false
  server.last.end()
  await dialled(server, 2)
  expect(server.last.protocols).toEqual(['lyceum', 'token-2'])
  server.welcome()
  state(copy, { unsaved: 0 })
  expect(server.doc.getMap('o').toJSON()).toEqual({ one: record(1) })
  await copy.close()
})

test('keeps what is not saved through a reload, and nothing when all is', async () => {
  const server = new FakeServer()
  const store = memoryStore()
  const first = open(server, store)
  await dialled(server, 1)
  server.welcome()
  server.deaf = true
  draw(first.copy.doc, 'one')
  await first.copy.close()
  expect(store.names()).toHaveLength(1)

  server.deaf = false
  const second = open(server, store)
  await dialled(server, 2)
  state(second.copy, { unsaved: 1, drawable: false })
  server.welcome()
  state(second.copy, { unsaved: 0 })
  expect(server.doc.getMap('o').size).toBe(1)
  await second.copy.close()
  expect(store.names()).toEqual([])
})

test('what one erased without the server is unsaved too, and erased when one is back', async () => {
  const server = new FakeServer()
  const store = memoryStore()
  const first = open(server, store)
  await dialled(server, 1)
  server.welcome()
  draw(first.copy.doc, 'one')
  draw(first.copy.doc, 'two')
  first.copy.doc.getMap('o').delete('one')
  state(first.copy, { unsaved: 0 })
  server.deaf = true
  first.copy.doc.getMap('o').delete('two')
  state(first.copy, { unsaved: 1 })
  await first.copy.close()

  server.deaf = false
  const second = open(server, store)
  await dialled(server, 2)
  server.welcome()
  expect(server.doc.getMap('o').size).toBe(0)
  await second.copy.close()
  expect(store.names()).toEqual([])
})

test('begins anew when it is refused, and puts the unsaved aside with the reason', async () => {
  const server = new FakeServer()
  const store = memoryStore()
  const { copy, refused, docs } = open(server, store)
  await dialled(server, 1)
  server.welcome()
  draw(copy.doc, 'good')
  server.refuses = { code: 'rights', words: 'You cannot draw here.' }
  draw(copy.doc, 'bad', 7)
  expect(refused).toEqual([
    {
      layer: name,
      code: 'rights',
      words: 'You cannot draw here.',
      objects: [{ id: 'bad', record: record(7) }],
    },
  ])
  expect(docs).toEqual([copy.doc])
  expect(copy.doc.getMap('o').size).toBe(0)
  server.refuses = null
  await dialled(server, 2)
  const client = server.welcome()
  expect(copy.doc.clientID).toBe(client)
  expect(copy.doc.getMap('o').toJSON()).toEqual({ good: record(1) })
  state(copy, { link: 'open', unsaved: 0, drawable: true })
  await copy.close()
})

test('offers what was drawn in an earlier epoch and never saved', async () => {
  const server = new FakeServer()
  const store = memoryStore()
  const doc = new (await import('yjs')).Doc()
  const older = await store.open({ ...name, epoch: 2 }, doc)
  older.keep(doc.clientID, 1)
  draw(doc, 'saved')
  draw(doc, 'unsaved', 5)
  await older.close()
  const { copy, refused } = open(server, store)
  await vi.waitFor(() => {
    expect(refused).toMatchObject([{ code: 'epoch', objects: [{ id: 'unsaved' }] }])
  })
  expect(store.names()).toHaveLength(1)
  await copy.close()
})

test('what another tab of oneself drew is not unsaved once the server has it', async () => {
  const server = new FakeServer()
  const store = memoryStore()
  const tab = new (await import('yjs')).Doc()
  const kept = await store.open(name, tab)
  kept.keep(tab.clientID, 0)
  draw(tab, 'other')
  const { copy } = open(server, store)
  await dialled(server, 1)
  state(copy, { unsaved: 1 })
  server.doc.clientID = tab.clientID
  draw(server.doc, 'other')
  server.welcome()
  state(copy, { unsaved: 0 })
  server.draw((doc) => draw(doc, 'more'))
  state(copy, { unsaved: 0 })
  expect(copy.doc.getMap('o').size).toBe(2)
  await copy.close()
})

test('stays out when it is sent away for good, until it is told to try', async () => {
  const server = new FakeServer()
  const { copy } = open(server)
  await dialled(server, 1)
  server.welcome()
  server.last.end(4403)
  state(copy, { link: 'forbidden' })
  copy.retry()
  await dialled(server, 2)
  server.welcome()
  state(copy, { link: 'open' })
  server.last.end(4503)
  state(copy, { link: 'away' })
  await dialled(server, 3)
  await copy.close()
})
