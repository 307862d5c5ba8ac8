// Boards and slides, told as SVG, become stills of the stage: the newest of each, at most ten a second, drawn by a
// thread of its own.
import { Worker } from 'node:worker_threads'
import type { Tile } from './layouts.ts'
import type { Planes } from './planes.ts'
import type { Drawing, Drawn } from './stillsWorker.ts'

export interface StillsParts {
  /** In the size of the tile it was wished for. */
  readonly draw: (id: string, still: Planes) => void
  /** What was there stays. */
  readonly failed: (id: string, why: string) => void
}

/** Of one still, in ms. */
const every = 100

export class Stills implements Disposable {
  readonly #parts: StillsParts
  readonly #wanted = new Map<string, Drawing>()
  readonly #begun = new Map<string, number>()
  #worker: Worker | null = null
  #busy: string | null = null
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(parts: StillsParts) {
    this.#parts = parts
  }

  /** Soon; what was wished for before and is not drawn yet never will be. */
  draw(id: string, svg: string, tile: Tile): void {
    this.#wanted.set(id, { id, svg, tile })
    this.#go()
  }

  /** It is not on the stage any more. */
  forget(id: string): void {
    this.#wanted.delete(id)
    this.#begun.delete(id)
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    void this.#worker?.terminate()
  }

  #go(): void {
    if (this.#isOver || this.#busy !== null) return
    clearTimeout(this.#timer)
    const now = performance.now()
    const waits = [...this.#wanted.values()].map((drawing) => ({
      drawing,
      wait: (this.#begun.get(drawing.id) ?? -Infinity) + every - now,
    }))
    const [first] = waits.toSorted((one, other) => one.wait - other.wait)
    if (first === undefined) return
    if (first.wait > 0) {
      this.#timer = setTimeout(() => {
        this.#go()
      }, first.wait)
      return
    }
    const { id } = first.drawing
    this.#wanted.delete(id)
    this.#begun.set(id, now)
    this.#busy = id
    this.#worker ??= this.#start()
    this.#worker.postMessage(first.drawing)
  }

  #start(): Worker {
    const worker = new Worker(new URL('stillsWorker.ts', import.meta.url))
    worker.on('message', (drawn: Drawn) => {
      this.#take(drawn)
    })
    worker.on('error', (error) => {
      this.#worker = null
      this.#take({ id: this.#busy ?? '', why: String(error) })
    })
    return worker
  }

  #take(drawn: Drawn): void {
    this.#busy = null
    if (this.#isOver) return
    // Whoever was forgotten meanwhile is not drawn.
    const isWanted = this.#begun.has(drawn.id)
    if ('why' in drawn) this.#parts.failed(drawn.id, drawn.why)
    else if (isWanted) {
      const { width, height } = drawn.tile
      this.#parts.draw(drawn.id, { width, height, data: Buffer.from(drawn.planes.buffer) })
    }
    this.#go()
  }
}
