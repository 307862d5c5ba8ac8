// Boards over two nodes with the client's own copies, and beside them a stock y-websocket client: all see the
// same, what is said to be saved is, rights are as they are now, and hidden work is nobody else's.
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { nameOf, type LayerName } from '../../shared/board/layer.ts'
import { encodePlace } from '../../shared/board/placeBytes.ts'
import { decodeMove, encodeMove, poseOf } from '../../shared/board/moveBytes.ts'
import { rightOf, type OnPage } from '../../shared/board/rights.ts'
import { boardPath, boardProtocol } from '../../shared/board/wire.ts'
import { BoardDesk } from './boardDesk.ts'
import { blank } from './boardScene.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const id = (name: string) => name.padEnd(10, '0')
const place = encodePlace({ pointer: { x: 1, y: 2 }, view: null })

async function begin(school: School, right: 'view' | 'add' | 'editOwn' | 'editAll' = 'editOwn') {
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { node: 1 })
  await teacher.do('boards.open', { title: 'Board', right, ...blank })
  for (const one of [teacher, ada])
    await one.until('a board', ({ room }) => room.boards.boards.size === 1)
  const board = teacher.room.boards.boards.first()
  const page = board?.pages.first()
  if (board === undefined || page === undefined) throw new Error('there is no board')
  return { teacher, ada, on: { board: board.id, page: page.id } satisfies OnPage }
}

async function stock(school: School, { connection }: Pupil, name: LayerName) {
  const doc = new Y.Doc()
  class Socket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { origin: school.place.publicUrl })
    }
  }
  const provider = new WebsocketProvider(
    school.urlOf(1).replace(/^http/, 'ws') + boardPath,
    nameOf(name),
    doc,
    {
      disableBc: true,
      protocols: [boardProtocol, await connection.token()],
      WebSocketPolyfill: Socket as never,
    },
  )
  const closed: number[] = []
  provider.on('closed', ({ code }) => closed.push(code))
  return { doc, provider, closed, [Symbol.dispose]: () => provider.destroy() }
}

const poll = (look: () => unknown) => expect.poll(look, { timeout: 30_000 })

it('shows all the same on two nodes, also a stock client, and saves what it says it saved', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ada, on } = await begin(school)
  using first = new BoardDesk(school, teacher, { on })
  using second = new BoardDesk(school, ada, { on, node: 1 })
  await Promise.all([first.ready(), second.ready()])
  using other = await stock(school, ada, { ...on, of: 'shared', epoch: 0 })

  first.draw(id('t'), 1)
  second.draw(id('a'), 2)
  await first.sees([id('a'), id('t')])
  await second.sees([id('a'), id('t')])
  await poll(() => [...other.doc.getMap('o').keys()].sort()).toEqual([id('a'), id('t')])
  await Promise.all([first.saved(), second.saved()])

  const mine = second.layers.state.mine?.copy
  const makers = [teacher, ada].map(({ participant }) => participant)
  const author = (name: string) => {
    const client = second.doc.getMap('o')._map.get(name)?.id.client ?? 0
    return mine?.makerOf(client)
  }
  await poll(() => [author(id('t')), author(id('a'))]).toEqual(makers)

  // One's own may be taken away by oneself and by staff.
  first.erase(id('a'))
  await second.sees([id('t')])
  using late = new BoardDesk(school, ada, { on })
  await late.sees([id('t')])
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
})

it('begins anew after a refusal and keeps what was refused, without harm to the others', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ada, on } = await begin(school)
  using first = new BoardDesk(school, teacher, { on })
  using second = new BoardDesk(school, ada, { on, node: 1 })
  await Promise.all([first.ready(), second.ready()])
  first.draw(id('theirs'), 1)
  await second.sees([id('theirs')])

  // Somebody else's, with one of one's own in the same breath.
  second.doc.transact(() => {
    second.draw(id('mine'), 3)
    second.erase(id('theirs'))
  })
  await poll(() => second.refused).toMatchObject([
    { code: 'rights', objects: [{ id: id('mine') }] },
  ])
  await second.sees([id('theirs')])
  await first.sees([id('theirs')])
  await second.ready()
  second.draw(id('again'), 4)
  await first.sees([id('again'), id('theirs')])
  expect(first.refused).toEqual([])
})

it('takes rights away and gives them in the moment, also from what was drawn offline', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ada, on } = await begin(school)
  using first = new BoardDesk(school, teacher, { on })
  using second = new BoardDesk(school, ada, { on, node: 1 })
  await Promise.all([first.ready(), second.ready()])
  second.draw(id('early'), 1)
  await second.saved()
  second.cut(true)
  second.draw(id('offline'), 2)
  const order = { board: on.board, for: { kind: 'board' as const } }
  await teacher.do('boards.setRight', { ...order, right: 'view' })
  await second.until('nowhere to draw', () => second.layers.state.mine === null)
  await second.until('an attempt to come back', () => second.inVain > 0)
  second.release()
  await poll(() => second.refused).toMatchObject([
    { code: 'rights', objects: [{ id: id('offline') }] },
  ])
  await second.sees([id('early')])
  await first.sees([id('early')])

  await teacher.do('boards.setRight', { ...order, right: 'add' })
  await second.ready()
  second.draw(id('late'), 3)
  await first.sees([id('early'), id('late')])
})

it('keeps work through a broken line, and lets who is gone go', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ada, on } = await begin(school)
  using first = new BoardDesk(school, teacher, { on })
  using second = new BoardDesk(school, ada, { on, node: 1 })
  await Promise.all([first.ready(), second.ready()])
  second.presence.sendPlace(place, place)
  await first.until('a pointer', () => first.seen.has(ada.participant))
  second.presence.sendInk(Uint8Array.of(3))
  await poll(() => first.ink).toEqual([ada.participant])

  second.cut(true)
  second.draw(id('apart'), 1)
  expect(second.layers.state.unsaved).toBeGreaterThan(0)
  await first.until('nobody there', () => !first.seen.has(ada.participant), 5_000)
  second.release()
  await first.until('a pointer again', () => first.seen.has(ada.participant))
  await first.sees([id('apart')])
  await second.saved()
})

it('shows what is dragged while it is, if whoever drags may change things', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ada, on } = await begin(school)
  using first = new BoardDesk(school, teacher, { on })
  using second = new BoardDesk(school, ada, { on, node: 1 })
  await Promise.all([first.ready(), second.ready()])
  const dragging = (...ids: readonly string[]) =>
    encodeMove({ kind: 'moving', poses: new Map(ids.map((one) => [id(one), poseOf({ x: 7 })])) })
  const moving = dragging('one')
  first.draw(id('theirs'), 1)
  second.draw(id('one'), 2)
  await second.saved()
  await second.sees([id('one'), id('theirs')])
  // What she could not drop there nobody sees in her hand.
  second.presence.sendMove(dragging('one', 'theirs'))
  second.presence.sendInk(Uint8Array.of(3))
  await poll(() => first.ink).toEqual([ada.participant])
  expect(first.dragged.size).toBe(0)
  second.presence.sendMove(moving)
  await first.until('something dragged', () => first.dragged.has(ada.participant))
  expect(decodeMove(first.dragged.get(ada.participant) ?? place)).toEqual(decodeMove(moving))
  first.dragged.clear()

  await teacher.do('boards.setRight', { board: on.board, for: { kind: 'board' }, right: 'add' })
  await ada.until('a smaller right', ({ room }) => rightOf(room, ada.participant, on) === 'add')
  second.presence.sendMove(moving)
  second.presence.sendInk(Uint8Array.of(3))
  await poll(() => first.ink).toEqual([ada.participant, ada.participant])
  expect(first.dragged.size).toBe(0)
})

it('shows hidden work to nobody but staff until it is revealed', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ada, on } = await begin(school)
  const bob = await school.join('student')
  using staff = new BoardDesk(school, teacher, { on })
  using adas = new BoardDesk(school, ada, { on, node: 1 })
  using bobs = new BoardDesk(school, bob, { on })
  await Promise.all([staff.ready(), adas.ready(), bobs.ready()])
  await teacher.do('boards.hide', on)
  for (const desk of [adas, bobs]) {
    await desk.until('nowhere to draw', () => desk.layers.state.mine === null)
    await desk.pupil.do('boards.beginLayer', on)
    await desk.ready()
  }
  adas.draw(id('ada'), 1)
  bobs.draw(id('bob'), 2)
  await staff.sees([id('ada'), id('bob')])
  expect(bobs.ids).toEqual([id('bob')])
  // Nor by asking for it.
  const hidden: LayerName = { ...on, of: ada.participant, epoch: 0 }
  using spy = await stock(school, bob, hidden)
  await poll(() => spy.closed).toEqual([4403])
  expect(spy.doc.getMap('o').size).toBe(0)

  await teacher.do('boards.reveal', { ...on, participant: null })
  await bobs.sees([id('ada'), id('bob')])
  await teacher.do('boards.endHiding', { ...on, how: 'merge' })
  for (const desk of [staff, adas, bobs]) {
    await desk.until('the one layer', () => desk.layers.state.layers.length === 1)
    await desk.sees([id('ada'), id('bob')])
  }
  // Merged, it is still whose it was.
  await bobs.ready()
  bobs.erase(id('bob'))
  await adas.sees([id('ada')])
})
