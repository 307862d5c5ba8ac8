// A student with a socket of their own making, on a board over two nodes: nothing of it reaches anybody, and
// the layer can be loaded after it.
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import type { LayerName } from '../../shared/board/layer.ts'
import { boardLimits } from '../../shared/board/record.ts'
import { updateOf, type Block } from '../../server/boards/testing/forged.ts'
import { newPage } from '../faults/boards/page.ts'
import { BoardSocket } from './boardSocket.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const line = { t: 'line', z: 1, c: 1, w: 2, a: [0, 0], b: [9, 9] }
const other = { ...line, z: 2 }
const [hers, his] = ['hers000000', 'his0000000']

class Line {
  readonly refused: string[] = []
  readonly saved = new Set<number>()
  readonly closed: number[] = []
  readonly socket: BoardSocket

  private constructor(socket: BoardSocket) {
    this.socket = socket
  }

  static async open(school: School, pupil: Pupil, { layer, node = 0 }: Where): Promise<Line> {
    const token = await pupil.connection.token()
    const place = { url: school.urlOf(node), origin: school.place.publicUrl, layer, token }
    const opened: { line?: Line } = {}
    const socket = await BoardSocket.open(place, {
      reset: (code) => opened.line?.refused.push(code),
      saved: (client) => opened.line?.saved.add(client),
      closed: (code) => opened.line?.closed.push(code),
    })
    const line = new Line(socket)
    opened.line = line
    return line
  }

  get objects(): unknown {
    return this.socket.doc.getMap('o').toJSON()
  }

  async draw(id: string): Promise<void> {
    const { doc } = this.socket
    doc.getMap('o').set(id, line)
    await expect.poll(() => this.saved.has(doc.clientID)).toBe(true)
  }

  [Symbol.dispose](): void {
    this.socket.close()
  }
}

interface Where {
  readonly layer: LayerName
  readonly node?: number
}

/** Staff on one node and a student on the other, with a page before them. */
async function seat(school: School) {
  const teacher = await school.join('instructor')
  const ben = await school.join('student', { node: 1 })
  const layer = await newPage(teacher)
  await ben.until('a board', ({ room }) => room.boards.boards.size > 0)
  return { teacher, ben, layer }
}

it('keeps what is others’ from updates that say one thing and do another', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ben, layer } = await seat(school)
  using staff = await Line.open(school, teacher, { layer })
  await staff.draw(hers)
  const victim = staff.socket.doc.clientID
  const forgeries: readonly (readonly Block[])[] = [
    [
      [victim, 0, [{ key: his, holds: [line] }]],
      [7, 0, [{ after: [victim, 0], holds: [other] }]],
    ],
    [
      [
        7,
        0,
        [
          { key: his, holds: [other] },
          { key: hers, holds: [] },
        ],
      ],
    ],
    [
      [
        7,
        0,
        [
          { after: [7, 1], holds: [other] },
          { key: his, holds: [other] },
        ],
      ],
    ],
    [[1, 0, [{ key: hers, holds: [other] }]]],
  ]
  for (const blocks of forgeries) {
    using bens = await Line.open(school, ben, { layer, node: 1 })
    await expect.poll(() => bens.objects).toEqual({ [hers]: line })
    bens.socket.sync(2, updateOf(...blocks))
    await expect.poll(() => bens.closed).toEqual([4504])
    expect(bens.refused).toHaveLength(1)
  }
  using bens = await Line.open(school, ben, { layer, node: 1 })
  await bens.draw(his)
  await expect.poll(() => staff.objects).toEqual({ [hers]: line, [his]: line })
  expect(staff.refused).toEqual([])
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
})

it('lets staff have the last word on what its author rewrites without a pause', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ben, layer } = await seat(school)
  using staff = await Line.open(school, teacher, { layer })
  staff.socket.doc.clientID = 3
  using bens = await Line.open(school, ben, { layer, node: 1 })
  bens.socket.doc.clientID = 2 ** 32 - 2
  const [deleted, locked] = ['deleted000', 'locked0000']
  for (const id of [deleted, locked]) await bens.draw(id)
  const placements = (one: Line) => one.socket.doc.getMap('x')
  await expect.poll(() => Object.keys(staff.objects as object)).toHaveLength(2)
  const rewriting = (async () => {
    for (let n = 0; bens.closed.length === 0; n += 1) {
      bens.socket.doc.getMap('o').set(deleted, { ...line, z: n })
      placements(bens).set(locked, { x: n })
      await setImmediate()
    }
  })()
  await expect.poll(() => placements(staff).get(locked)).toBeTruthy()
  staff.socket.doc.getMap('o').delete(deleted)
  placements(staff).set(locked, { lock: true })
  // Who moves it once more is told to begin anew.
  await expect.poll(() => bens.refused).toEqual(['locked'])
  await rewriting
  await expect.poll(() => Object.keys(staff.objects as object)).toEqual([locked])
  using after = await Line.open(school, ben, { layer, node: 1 })
  await expect.poll(() => Object.keys(after.objects as object)).toEqual([locked])
  expect(placements(after).get(locked)).toMatchObject({ lock: true })
  expect(staff.refused).toEqual([])
})

it('bounds whoever makes ten thousand shapes a second, while others go on drawing', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { teacher, ben, layer } = await seat(school)
  using ada = await Line.open(school, await school.join('student'), { layer })
  using bens = await Line.open(school, ben, { layer, node: 1 })
  const { doc } = bens.socket
  let made = 0
  while (bens.closed.length === 0 && made < 50_000) {
    doc.transact(() => {
      for (let n = 0; n < 500; n += 1)
        doc.getMap('o').set(`b${(made += 1)}`.padStart(10, '0'), line)
    })
    await setImmediate()
  }
  await expect.poll(() => bens.closed, { timeout: 30_000 }).toEqual([4504])
  expect(['full', 'rate']).toEqual(expect.arrayContaining(bens.refused))
  await ada.draw(hers)
  using staff = await Line.open(school, teacher, { layer })
  const ids = Object.keys(staff.objects as object)
  expect(ids).toContain(hers)
  expect(ids.length).toBeLessThanOrEqual(boardLimits.objectsOfOne + 1)
  expect(ada.refused).toEqual([])
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
})

it('lets nobody to the boards of a class with the token of another', async () => {
  await using school = await openSchool({ nodes: 1 })
  const teacher = await school.join('instructor')
  const layer = await newPage(teacher)
  const room = await school.newClass()
  const stranger = await school.join('student', { room })
  await expect(Line.open(school, stranger, { layer })).rejects.toThrow('4403')
})

it('answers nobody without an end what lies on the board', async () => {
  await using school = await openSchool({ nodes: 1 })
  const teacher = await school.join('instructor')
  const layer = await newPage(teacher)
  using asking = await Line.open(school, teacher, { layer })
  for (let n = 0; n < 60; n += 1) asking.socket.sync(0, Y.encodeStateVector(new Y.Doc()))
  await expect.poll(() => asking.refused).toEqual(['rate'])
})

it('seats one person so often on a layer, and no more', async () => {
  await using school = await openSchool({ nodes: 1 })
  const teacher = await school.join('instructor')
  const layer = await newPage(teacher)
  using lines = new DisposableStack()
  const mostWindows = 20
  for (let n = 0; n < mostWindows; n += 1) lines.use(await Line.open(school, teacher, { layer }))
  await expect(Line.open(school, teacher, { layer })).rejects.toThrow('4429')
})
