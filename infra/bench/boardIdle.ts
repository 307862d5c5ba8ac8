// `npm run bench -- board-idle`: what a board costs the server that is open and at rest, and what is left of it
// once nobody looks; and how soon hands are seen again after a line broke, or are gone with a line that fell
// silent.
import { setTimeout as after } from 'node:timers/promises'
import { encodePlace } from '../../shared/board/placeBytes.ts'
import type { LayerName } from '../../shared/board/layer.ts'
import { newPage } from '../faults/boards/page.ts'
import { openWiredSchool, type WiredSchool } from '../faults/wires.ts'
import { BoardDesk } from '../wire/boardDesk.ts'
import { BoardSocket } from '../wire/boardSocket.ts'
import {
  blank,
  conduct,
  openBoard,
  openServer,
  order,
  pagesOf,
  sitDown,
  until,
  type Conductor,
} from './board/classroom.ts'
import type { Inspector } from './heap.ts'
import { rounded, type Bench } from './result.ts'

const boards = 150
const drops = 4
/** Of a line between drops, in ms: one that breaks again at once is dialled ever more slowly. */
const goodLine = 5_500
const silences = 3
/** Longer than a layer (5 s) and its log (60 s) stay loaded that nobody reads. */
const unloadMs = 70_000
const targets = { idleBoardKb: 50, unloadedKb: 5, visibleAgainMs: 1_000, ghostGoneMs: 5_000 }
const line = { t: 'line', z: 1, c: 1, w: 2, a: [0, 0], b: [100, 100] }
const place = encodePlace({ pointer: { x: 1, y: 2 }, view: null })

async function manyPages(tess: Conductor, first: LayerName): Promise<LayerName[]> {
  const { board } = first
  for (let n = 0; n < boards; n += 1)
    await order(tess, 'boards.addPage', { board, after: null, ...blank })
  await until(() => pagesOf(tess).pages.length > boards)
  const others = pagesOf(tess).pages.slice(1)
  return others.map(({ id }) => ({ ...first, page: id }))
}

/** Opens a layer, draws a line on it, and has it saved. */
async function drawOn(
  place: { url: string; origin: string; token: string },
  layer: LayerName,
): Promise<BoardSocket> {
  const saved = Promise.withResolvers<null>()
  const events = {
    saved: () => {
      saved.resolve(null)
    },
  }
  const socket = await BoardSocket.open({ ...place, layer }, events)
  socket.doc.getMap('o').set('aaaaaaaaaa', line)
  await saved.promise
  return socket
}

async function heapOf(server: Inspector): Promise<number> {
  return (await server.memory()).heap / 1_000
}

/** Draws on all and leaves them; what the server then holds, open and once unloaded, in KB. */
async function visit(
  server: Inspector,
  door: { url: string; origin: string; token: string },
  layers: readonly LayerName[],
): Promise<{ open: number; left: number }> {
  const sockets = []
  for (const layer of layers) sockets.push(await drawOn(door, layer))
  const open = await heapOf(server)
  for (const socket of sockets) socket.close()
  await after(unloadMs)
  return { open, left: await heapOf(server) }
}

/** Of each board, in KB: open with one who looks, and after all left. */
async function memory(): Promise<{ idleBoardKb: number; unloadedKb: number }> {
  await using close = new AsyncDisposableStack()
  const { school, server } = await openServer(close)
  const room = await school.newClass()
  const tess = close.adopt(await conduct(school, room), (one) => {
    one.close()
  })
  const layers = await manyPages(tess, await openBoard(tess))
  const { token, connection } = await sitDown(school, room, 1)
  close.defer(() => {
    connection.close()
  })
  const door = { url: school.url, origin: school.url, token }
  // Once before: what V8 compiles meanwhile (1.2 MB) is no board's.
  const { left: before } = await visit(server, door, layers)
  const { open, left } = await visit(server, door, layers)
  return { idleBoardKb: (open - before) / boards, unloadedKb: (left - before) / boards }
}

/** Until it holds, in ms; `what` says what is waited for. */
async function timed(desk: BoardDesk, what: string, holds: () => boolean): Promise<number> {
  const began = performance.now()
  await desk.until(what, holds)
  return performance.now() - began
}

async function comeAndGo({ school, wires }: WiredSchool) {
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { node: 1 })
  const on = await newPage(teacher)
  using first = new BoardDesk(school, teacher, { on })
  using second = new BoardDesk(school, ada, { on, node: 1 })
  await Promise.all([first.ready(), second.ready()])
  const isSeen = () => first.seen.has(ada.participant)
  second.presence.sendPlace(place, place)
  await first.until('a pointer', isSeen)
  const visible: number[] = []
  for (let n = 0; n < drops; n += 1) {
    await after(goodLine)
    second.cut()
    const gone = await timed(first, 'nobody', () => !isSeen())
    visible.push(gone + (await timed(first, 'the pointer again', isSeen)))
  }
  const ghosts: number[] = []
  for (let n = 0; n < silences; n += 1) {
    wires[1]?.door.stall()
    ghosts.push(await timed(first, 'nobody', () => !isSeen()))
    wires[1]?.door.mend()
    await first.until('the pointer again', isSeen)
  }
  return { visibleAgainMs: Math.max(...visible), ghostGoneMs: Math.max(...ghosts) }
}

async function presence() {
  const stage = await openWiredSchool()
  await using _ = stage.school
  return await comeAndGo(stage)
}

export const boardIdle: Bench = async ({ say }) => {
  const weighing = memory()
  const hands = await presence()
  say(`after a drop seen again within ${hands.visibleAgainMs.toFixed(0)} ms`)
  say(`a silent hand gone within ${hands.ghostGoneMs.toFixed(0)} ms`)
  const figures = { ...hands, ...(await weighing), boards }
  return {
    figures: rounded(figures),
    pass: Object.entries(targets).every(
      ([name, most]) => figures[name as keyof typeof targets] <= most,
    ),
    limitedBy: 'hands: the client’s jitter before it dials anew, and four seconds of silence',
  }
}
