// The page of `bench board-load`: the real engine over a local document, and what the bench asks of it. It
// runs in the browser only.
import * as Y from 'yjs'
import { BoardEngine } from '../../../client/features/board/engine/engine.ts'
import type { EnginePorts, Palette } from '../../../client/features/board/engine/contract.ts'
import { cssColour, guideColour, pageColour } from '../../../shared/board/palette.ts'
import { newId, type ParticipantId } from '../../../shared/ids.ts'

/** What the bench calls in the page. */
export interface BoardBench {
  /** From having the bytes of a page to having drawn what is seen of it, and all the rest. */
  readonly open: (url: string) => Promise<Opened>
  readonly pan: (ms: number) => Promise<Motion>
  readonly zoom: (ms: number) => Promise<Motion>
  /** Takes the pen and counts frames until `stopInk`; the pointer is the bench's. */
  readonly beginInk: () => void
  readonly endInk: () => Ink
}

/** In ms since the bytes were there. */
export interface Opened {
  /** The document is. */
  readonly loadedMs: number
  /** The engine knows where everything lies. */
  readonly builtMs: number
  readonly drawnMs: number
  readonly readyMs: number
  /** Strokes in the view. */
  readonly seen: number
}

export interface Motion {
  /** Between frames, in ms. */
  readonly frames: readonly number[]
  /** The longest time some part of the view was blank. */
  readonly blankMs: number
  /** How long after the motion everything was sharp. */
  readonly sharpMs: number
}

export interface Ink {
  readonly frames: readonly number[]
  /** Strokes that came to the document. */
  readonly strokes: number
  readonly liveBytes: number
  /** Frames from hearing the pen to the frame in which its ink was there; 0 is the next frame. */
  readonly lateFrames: readonly number[]
}

declare global {
  var boardBench: BoardBench
}

const me = newId<'participant'>() as ParticipantId
const host = document.querySelector<HTMLElement>('#board')

const palette: Palette = {
  dark: false,
  css: (colour) => cssColour(colour, 'light'),
  page: pageColour.light,
  grid: guideColour.light,
  accent: '#1c5d42',
  font: 'sans-serif',
}

let liveBytes = 0
const ports: EnginePorts = {
  passing: {
    sendPlace: () => undefined,
    sendMove: () => undefined,
    sendInk: (bytes) => {
      liveBytes += bytes.length
    },
  },
  textEditor: { open: () => ({ move: () => undefined, close: () => undefined }) },
  pictures: {
    image: () => null,
    slide: () => null,
    formula: () => null,
    upload: () => Promise.resolve(null),
  },
  nameOf: () => null,
  language: 'en',
}

interface Open {
  readonly engine: BoardEngine
  readonly doc: Y.Doc
}

let open: Open | null = null

const frame = () => new Promise<number>(requestAnimationFrame)

function openBoard(bytes: Uint8Array): Open {
  if (host === null) throw new Error('no host')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  performance.mark('loaded')
  const layer = { name: 'page', doc, personOf: () => me }
  const rights = { add: true, change: () => true, lock: true }
  // More than a server takes, to see what is left to spare.
  const most = 100_000
  const common = { host, layers: [layer], mine: 'page', me, rights, palette, ports, most }
  return { doc, engine: new BoardEngine({ ...common, background: { kind: 'grid' } }) }
}

/** Moves something each frame and looks what becomes of the picture. */
async function moving(ms: number, move: (done: number) => void): Promise<Motion> {
  const { engine } = opened()
  const frames: number[] = []
  const begun = performance.now()
  let last = await frame()
  let blankSince: number | null = null
  let blankMs = 0
  while (performance.now() - begun < ms) {
    move((performance.now() - begun) / ms)
    const now = await frame()
    frames.push(now - last)
    last = now
    if (engine.drawn.covered) blankSince = null
    else {
      blankSince ??= now
      blankMs = Math.max(blankMs, now - blankSince)
    }
  }
  const ended = performance.now()
  while (!engine.drawn.sharp) await frame()
  return { frames, blankMs, sharpMs: performance.now() - ended }
}

function opened(): Open {
  if (open === null) throw new Error('nothing is open')
  return open
}

function wheel(init: WheelEventInit): void {
  const at = { clientX: 640, clientY: 400, bubbles: true, cancelable: true }
  host?.dispatchEvent(new WheelEvent('wheel', { ...at, ...init }))
}

interface Inking {
  readonly frames: number[]
  /** Strokes that were there. */
  readonly before: number
  readonly late: number[]
  readonly stop: () => void
}

const strokesIn = (doc: Y.Doc) => doc.getMap('o').size

let inking: Inking | null = null

function isInkAt(x: number, y: number): boolean {
  const above = host?.querySelectorAll('canvas')[1]
  const context = above?.getContext('2d')
  if (context === null || context === undefined) return false
  const { data } = context.getImageData(Math.round(x) - 2, Math.round(y) - 2, 5, 5)
  return data.some((value, at) => at % 4 === 3 && value > 0)
}

/** Every tenth pointer move, in how many frames its ink is under the pen. */
function watchInk(late: number[]): () => void {
  const stop = new AbortController()
  let moves = 0
  const look = async ({ buttons, offsetX, offsetY }: PointerEvent) => {
    moves += 1
    if (buttons === 0 || moves % 10 !== 0) return
    let frames = 0
    await frame()
    while (frames < 10 && !isInkAt(offsetX, offsetY)) {
      frames += 1
      await frame()
    }
    late.push(frames)
  }
  host?.addEventListener('pointermove', (event) => void look(event), { signal: stop.signal })
  return () => {
    stop.abort()
  }
}

function beginInk(): void {
  const { engine, doc } = opened()
  engine.setTool('pen')
  const frames: number[] = []
  const late: number[] = []
  const unwatch = watchInk(late)
  let running = true
  let last = performance.now()
  const count = (now: number) => {
    frames.push(now - last)
    last = now
    if (running) requestAnimationFrame(count)
  }
  requestAnimationFrame(count)
  liveBytes = 0
  const stop = () => {
    running = false
    unwatch()
    engine.setTool('select')
  }
  inking = { frames, late, stop, before: strokesIn(doc) }
}

globalThis.boardBench = {
  open: async (url) => {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
    open?.engine.close()
    const begun = performance.now()
    open = openBoard(bytes)
    const { engine } = open
    const builtMs = performance.now() - begun
    const loadedMs = (performance.getEntriesByName('loaded').at(-1)?.startTime ?? 0) - begun
    await frame()
    while (!engine.drawn.sharp) await frame()
    const drawnMs = performance.now() - begun
    while (!engine.drawn.ready) await frame()
    return {
      loadedMs,
      builtMs,
      drawnMs,
      readyMs: performance.now() - begun,
      seen: engine.drawn.seen,
    }
  },
  pan: (ms) =>
    moving(ms, (done) => {
      // Around and back, at up to two screens a second.
      wheel({ deltaX: 30 * Math.cos(done * 6), deltaY: 24 * Math.sin(done * 6) })
    }),
  zoom: (ms) =>
    moving(ms, (done) => {
      wheel({ ctrlKey: true, deltaY: 4 * Math.sign(Math.sin(done * 12)) })
    }),
  beginInk,
  endInk: () => {
    if (inking === null) throw new Error('nobody draws')
    const { frames, late, stop, before } = inking
    stop()
    return {
      frames,
      strokes: strokesIn(opened().doc) - before,
      liveBytes,
      lateFrames: late,
    }
  },
}
