// A busy lesson at a board: people who write, rub out, move, note down and take back, each keeping so much of
// their own on the page, with their hands seen meanwhile.
import * as Y from 'yjs'
import { encodeInk, encodeInkPoints } from '../../../shared/board/inkBytes.ts'
import { encodePlace } from '../../../shared/board/placeBytes.ts'
import { maps, type ObjectId, type ObjectRecord } from '../../../shared/board/record.ts'
import { strokeOf } from '../../../shared/board/gestures.ts'
import type { InkPoint } from '../../../shared/board/shape.ts'
import { pen } from '../../../shared/board/shapes/pen.ts'
import { handwriting } from '../../../shared/board/testing/handwriting.ts'
import { seeded } from '../../../server/log/testing/world.ts'
import { BoardSocket, type BoardPlace } from '../../wire/boardSocket.ts'

/** Of all acts; the rest is writing, and rubbing out what is too much. */
const shares = { move: 0.12, note: 0.06, undo: 0.07 } as const
const style = { colour: 1, width: 2, fill: 0 } as const
const pieces = 4
const patience = 60_000

interface Page {
  readonly o: Y.Map<ObjectRecord>
  readonly x: Y.Map<{ x: number; y: number }>
}

export class Drawer {
  readonly #place: BoardPlace
  readonly #random: () => number
  readonly #strokes: readonly InkPoint[][]
  readonly #quota: number
  readonly #name: string
  #own: ObjectId[] = []
  #made = 0
  #saved = 0
  #socket: BoardSocket | null = null
  acts = 0

  constructor(place: BoardPlace, number: number, quota: number) {
    this.#place = place
    this.#random = seeded(number)
    this.#strokes = handwriting(number, quota)
    this.#quota = quota
    this.#name = number.toString(36).padStart(3, '0')
  }

  async begin(): Promise<void> {
    this.#socket = await BoardSocket.open(this.#place, {
      saved: (client, clock) => {
        if (client === this.#socket?.doc.clientID) this.#saved = clock
      },
      reset: (code) => {
        throw new Error(`what ${this.#name} drew was refused: ${code}`)
      },
    })
  }

  get #page(): Page {
    const doc = this.#open.doc
    return { o: doc.getMap(maps.objects), x: doc.getMap(maps.placements) }
  }

  get #open(): BoardSocket {
    if (this.#socket === null) throw new Error('not at the board yet')
    return this.#socket
  }

  act(): void {
    this.acts += 1
    const { move, note, undo } = shares
    const what = this.#random()
    const id = this.#own[Math.floor(this.#random() * this.#own.length)]
    if (id === undefined || what > move + note + undo) this.#write()
    else if (what < move) this.#page.x.set(id, { x: this.#step(), y: this.#step() })
    else if (what < move + note) this.#note()
    else this.#takeBack(id)
    if (this.#own.length > this.#quota) this.#rubOut()
  }

  #step(): number {
    return Math.round(this.#random() * 60 - 30)
  }

  /** Seen while it is drawn, and committed when the pen goes up. */
  #write(): void {
    const socket = this.#open
    const stroke = this.#strokes[this.#made % this.#strokes.length] ?? []
    const made = pen.make({ points: stroke, constrained: false }, style)
    if (made === null) return
    const id = this.#newId()
    socket.pass('place', encodePlace({ pointer: stroke[0] ?? { x: 0, y: 0 }, view: null }))
    socket.pass('ink', encodeInk({ kind: 'begin', id, shape: pen.type, style }))
    const size = Math.ceil(stroke.length / pieces)
    for (let at = 0; at < stroke.length; at += size)
      for (const bytes of encodeInkPoints(stroke.slice(at, at + size))) socket.pass('ink', bytes)
    socket.pass('ink', encodeInk({ kind: 'end' }))
    this.#put(id, { ...made, t: pen.type, z: this.#made })
  }

  #note(): void {
    const at = [this.#step() * 40, this.#step() * 20]
    const record = { t: 'text', c: strokeOf({ t: 'text', z: 0 }).colour, w: 2, b: [...at, 200] }
    const id = this.#newId()
    // As it is typed it is written twice.
    for (const s of ['Why', 'Why is it so?'])
      this.#put(id, { ...record, z: this.#made, s } as ObjectRecord)
  }

  #newId(): ObjectId {
    this.#made += 1
    return `${this.#name}${this.#made.toString(36).padStart(7, '0')}`
  }

  #put(id: ObjectId, record: ObjectRecord): void {
    this.#page.o.set(id, record)
    if (this.#own.at(-1) !== id) this.#own.push(id)
  }

  /** Deletes something, and mostly thinks better of it. */
  #takeBack(id: ObjectId): void {
    const record = this.#page.o.get(id)
    this.#remove(id)
    if (record === undefined || this.#random() < 0.3) return
    this.#page.o.set(id, record)
    this.#own.push(id)
  }

  #rubOut(): void {
    const [oldest] = this.#own
    if (oldest !== undefined) this.#remove(oldest)
  }

  #remove(id: ObjectId): void {
    const { doc } = this.#open
    doc.transact(() => {
      this.#page.o.delete(id)
      this.#page.x.delete(id)
    })
    this.#own = this.#own.filter((one) => one !== id)
  }

  /** Until there is as much of theirs as there may be, and all of it is in the log. */
  async settle(): Promise<void> {
    while (this.#own.length < this.#quota) this.#write()
    const { doc } = this.#open
    const end = Date.now() + patience
    while (this.#saved < Y.getState(doc.store, doc.clientID)) {
      if (Date.now() > end) throw new Error('what was drawn is not saved')
      await new Promise((again) => setTimeout(again, 20))
    }
  }

  close(): void {
    this.#socket?.close()
  }
}
