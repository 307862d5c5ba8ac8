// Somebody who draws on one layer without a pause while something breaks: keeps what is not saved yet, comes
// back by whichever node answers, and begins anew when told to.
import { setTimeout as after } from 'node:timers/promises'
import * as Y from 'yjs'
import type { LayerName } from '../../../shared/board/layer.ts'
import type { RoomId } from '../../../shared/ids.ts'
import { Browser } from '../../../server/http/testing/site.ts'
import { BoardSocket } from '../../wire/boardSocket.ts'
import type { Pupil } from '../../wire/pupil.ts'
import type { Random } from '../actor.ts'

export interface SketcherParts {
  readonly pupil: Pupil
  readonly room: RoomId
  readonly layer: LayerName
  /** The nodes, this person's first. */
  readonly urls: readonly string[]
  readonly origin: string
  readonly random: Random
}

const pauseMs = 100
/** Of all acts: moving something of one's own, and deleting it. */
const moves = 0.2
const deletions = 0.05

export class Sketcher {
  readonly name: string
  /** Objects that the server said are in the log. */
  readonly saved = new Set<string>()
  readonly deleted = new Set<string>()
  readonly refused: string[] = []
  readonly #parts: SketcherParts
  readonly #random: Random
  doc = new Y.Doc()
  /** By clock: what each change of this document's client made. */
  #changes: (string | null)[] = []
  #socket: BoardSocket | null = null
  #opened = 0
  #drawn = 0
  #acknowledged = 0

  constructor(parts: SketcherParts) {
    this.#parts = parts
    this.#random = parts.random
    this.name = parts.pupil.name
  }

  get layer(): LayerName {
    return this.#parts.layer
  }

  get isOpen(): boolean {
    return this.#socket !== null
  }

  get allSaved(): boolean {
    return this.#acknowledged === this.#changes.length
  }

  get objects(): Record<string, unknown> {
    return this.doc.getMap('o').toJSON()
  }

  /** Resolves when told to stop, with the connection left open. */
  async live(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (this.#socket === null) await this.connect()
      this.#act()
      await after(this.#random() * 2 * pauseMs)
    }
  }

  /** One attempt, at the next node. */
  async connect(): Promise<void> {
    const { urls, origin, layer } = this.#parts
    const url = urls[this.#opened % urls.length] ?? ''
    this.#opened += 1
    try {
      const token = await this.token(url)
      const { doc } = this
      const socket = await BoardSocket.open({ url, origin, layer, token }, this.#events(doc), doc)
      if (doc === this.doc) this.#socket = socket
    } catch {
      // Nobody there, or not now: the next attempt goes elsewhere.
      await after(pauseMs)
    }
  }

  /** The whole document as a node tells it to somebody who has nothing. */
  async wholeFrom(url: string): Promise<Uint8Array> {
    const { origin, layer } = this.#parts
    const whole = Promise.withResolvers<Uint8Array>()
    const token = await this.token(url)
    const socket = await BoardSocket.open({ url, origin, layer, token }, { whole: whole.resolve })
    try {
      return await whole.promise
    } finally {
      socket.close()
    }
  }

  async token(url: string): Promise<string> {
    const { room, pupil } = this.#parts
    const { browser, name } = pupil
    const same = new Browser(url)
    for (const [key, value] of browser.cookies) same.cookies.set(key, value)
    return (await same.call('join.enter', { params: { room }, body: { name } })).token
  }

  #events(doc: Y.Doc) {
    return {
      saved: (client: number, clock: number) => {
        if (doc === this.doc && client === doc.clientID) this.#hearSaved(clock)
      },
      reset: (code: string) => {
        if (doc !== this.doc) return
        this.refused.push(code)
        this.#beginAnew()
      },
      closed: () => {
        if (doc === this.doc) this.#socket = null
      },
    }
  }

  #hearSaved(clock: number): void {
    for (const id of this.#changes.slice(this.#acknowledged, clock))
      if (id !== null) this.saved.add(id)
    this.#acknowledged = Math.max(this.#acknowledged, clock)
  }

  #beginAnew(): void {
    this.doc = new Y.Doc()
    this.#socket = null
    this.#changes = []
    this.#acknowledged = 0
  }

  #act(): void {
    const mine = this.#changes.filter((id) => id !== null && this.doc.getMap('o').has(id))
    const one = mine[Math.floor(this.#random() * mine.length)]
    const what = this.#random()
    if (one === undefined || one === null || what > moves + deletions) this.draw()
    else if (what < deletions) this.#delete(one)
    else this.#move(one)
  }

  /** One more line of one's own. */
  draw(): void {
    this.#drawn += 1
    const id = `${this.#parts.pupil.participant.slice(-5)}${this.#drawn.toString(36).padStart(5, '0')}`
    this.#changes.push(id)
    const end = Math.floor(this.#random() * 500)
    this.doc
      .getMap('o')
      .set(id, { t: 'line', z: this.#drawn, c: 1, w: 2, a: [0, 0], b: [end, end] })
  }

  #move(id: string): void {
    this.#changes.push(null)
    this.doc.getMap('x').set(id, { x: Math.floor(this.#random() * 500) })
  }

  #delete(id: string): void {
    this.deleted.add(id)
    this.doc.transact(() => {
      this.doc.getMap('o').delete(id)
      this.doc.getMap('x').delete(id)
    })
  }

  close(): void {
    this.#socket?.close()
  }
}
