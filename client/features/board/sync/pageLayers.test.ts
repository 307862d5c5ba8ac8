import { expect, test, vi } from 'vitest'
import { nameOf, type LayerName } from '../../../../shared/board/layer.ts'
import { newId } from '../../../../shared/ids.ts'
import { LayerCopy } from './layerCopy.ts'
import { PageLayers, type PageState } from './pageLayers.ts'
import { FakeServer } from './testing/fakeServer.ts'
import { memoryStore } from './testing/memoryStore.ts'

const page = { board: newId<'board'>(), page: newId<'page'>() }
const me = newId<'participant'>()
const shared: LayerName = { ...page, of: 'shared', epoch: 0 }
const own: LayerName = { ...page, of: newId<'participant'>(), epoch: 0 }

function open() {
  const store = memoryStore()
  const servers = new Map<string, FakeServer>()
  const layers = new PageLayers((name) => {
    const server = new FakeServer()
    servers.set(nameOf(name), server)
    return LayerCopy.open({
      me,
      name,
      server: 'ws://school.example',
      token: async () => 'token',
      store,
      Socket: server.Socket,
      random: () => 0,
    })
  })
  const states: PageState[] = []
  layers.on('state', (state) => states.push(state))
  const enter = async (name: LayerName, dials = 1) => {
    const server = servers.get(nameOf(name))
    await vi.waitFor(() => {
      expect(server?.sockets).toHaveLength(dials)
    })
    server?.welcome()
    return server!
  }
  return { layers, states, enter }
}

test('follows what may be read, and draws where one may once the server said who one is', async () => {
  const { layers, enter } = open()
  layers.follow({ read: [shared], write: shared })
  expect(layers.state).toMatchObject({ mine: null, whole: false, link: 'opening' })
  const server = await enter(shared)
  expect(layers.state).toMatchObject({ mine: { name: shared }, whole: true, link: 'open' })
  const [first] = layers.state.layers

  layers.follow({ read: [shared, own], write: own })
  expect(layers.state).toMatchObject({ mine: null, whole: false, link: 'opening' })
  await enter(own)
  expect(layers.state.mine?.name).toEqual(own)
  expect(layers.state.layers[0]).toBe(first)

  layers.follow({ read: [own], write: own })
  expect(layers.state.layers.map(({ name }) => name)).toEqual([own])
  expect(server.last.readyState).toBe(3)
  layers.close()
})

test('a refusal gives the layer another document, and a change of the room lets one try again', async () => {
  const { layers, states, enter } = open()
  layers.follow({ read: [shared], write: shared })
  const server = await enter(shared)
  const before = layers.state.mine?.doc
  const refused = vi.fn()
  layers.on('refused', refused)
  server.refuses = { code: 'rights', words: 'No.' }
  before?.getMap('o').set('one', { t: 'rectangle', z: 1 })
  expect(refused).toHaveBeenCalledOnce()
  expect(layers.state.mine).toBeNull()
  server.refuses = null
  await enter(shared, 2)
  expect(layers.state.mine?.doc).not.toBe(before)

  server.last.end(4403)
  expect(layers.state.link).toBe('forbidden')
  layers.follow({ read: [shared], write: null })
  await enter(shared, 3)
  expect(layers.state).toMatchObject({ link: 'open', mine: null })
  expect(states.length).toBeGreaterThan(3)
  layers.close()
})
