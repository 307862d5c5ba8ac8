// Thousands of edits on one layer, seen by a node that was there all the time, one that is loaded from a
// snapshot now and then, by clients who forget with them, and beside them a document that never does.
import * as Y from 'yjs'
import { expect, it } from 'vitest'
import { forget, readRanges, writeRanges } from '../../shared/board/forgetting.ts'
import type { ObjectId } from '../../shared/board/record.ts'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { seeded } from '../log/testing/world.ts'
import { updateOf, type Struct } from './testing/forged.ts'
import { LayerDocument, textOf, type CommittedEdit, type EncodedDocument } from './layerDocument.ts'

const record = (n: number) => ({ t: 'line', z: n, w: 1, a: [0, 0], b: [n, n] })
const people = Array.from({ length: 4 }, () => newId<'participant'>())

/** Everybody's work goes through here, one edit after the other. */
class Scene {
  readonly live = new LayerDocument()
  reloaded = new LayerDocument()
  readonly stock = new Y.Doc()
  readonly pens = people.map((by) => ({ by, doc: new Y.Doc() }))
  readonly makers = new Map<ObjectId, ParticipantId>()
  readonly lost: [ObjectId, unknown][] = []
  readonly #random: () => number
  #seq = 0

  constructor(seed: number) {
    this.#random = seeded(seed)
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  edit(): void {
    const pen = this.pens[this.below(this.pens.length)]
    if (pen === undefined) throw new Error('nobody')
    const before = Y.encodeStateVector(pen.doc)
    const updates: Uint8Array[] = []
    const listen = (update: Uint8Array) => updates.push(update)
    pen.doc.on('update', listen)
    pen.doc.transact(() => {
      this.#act(pen)
    })
    pen.doc.off('update', listen)
    if (updates.length > 0 && before.length > 0) this.#commit(pen.by, Y.mergeUpdates(updates))
  }

  #act({ doc, by }: { doc: Y.Doc; by: ParticipantId }): void {
    const [objects, placements] = [doc.getMap('o'), doc.getMap('x')]
    const ids = [...objects.keys()]
    const id = ids[this.below(ids.length)]
    const what = this.below(10)
    const lost = this.lost[Math.max(0, this.lost.length - 1 - this.below(40))]
    if (id === undefined || what < 3) {
      const fresh = `${this.#seq}`.padStart(10, 'n')
      objects.set(fresh, record(this.#seq))
      this.makers.set(fresh, by)
    } else if (what < 5) placements.set(id, { x: this.below(99) })
    else if (what < 6) objects.set(id, record(this.below(99)))
    else if (what < 9 || lost === undefined) {
      this.lost.push([id, objects.get(id)])
      objects.delete(id)
      placements.delete(id)
    } else if (!objects.has(lost[0])) objects.set(lost[0], lost[1])
  }

  #commit(by: ParticipantId, update: Uint8Array): void {
    this.#seq += 1
    const edits: CommittedEdit[] = [{ by, update: textOf(update) }]
    this.live.take({ seq: this.#seq, edits })
    this.reloaded.take({ seq: this.#seq, edits })
    for (const doc of [this.stock, ...this.pens.map((pen) => pen.doc)]) Y.applyUpdate(doc, update)
    const newest = this.live.forgettings.at(-1)
    if (newest?.seq !== this.#seq) return
    const encoder = encoding.createEncoder()
    writeRanges(encoder, newest.ranges)
    const bytes = encoding.toUint8Array(encoder)
    for (const { doc } of this.pens) forget(doc, readRanges(decoding.createDecoder(bytes)))
  }

  reload(): void {
    const json = JSON.stringify(this.reloaded.encode())
    this.reloaded = LayerDocument.decode(JSON.parse(json) as EncodedDocument, this.#seq)
  }
}

const entries = ({ store }: Y.Doc) =>
  [...store.clients.values()].flat().filter((struct) => struct instanceof Y.Item).length

it.each([1, 2, 3])('forgets what is deleted for long, everywhere the same (seed %i)', (seed) => {
  const scene = new Scene(seed)
  for (let n = 0; n < 6_000; n += 1) {
    scene.edit()
    if (n % 777 === 0) scene.reload()
  }
  const { live, reloaded, stock, pens, makers } = scene
  const bytes = Y.encodeStateAsUpdate(live.doc)
  expect(Y.encodeStateAsUpdate(reloaded.doc)).toEqual(bytes)
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, bytes)
  const content = (doc: Y.Doc) => [doc.getMap('o').toJSON(), doc.getMap('x').toJSON()]
  for (const doc of [fresh, ...pens.map((pen) => pen.doc)]) {
    expect(content(doc)).toEqual(content(live.doc))
    expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(live.doc))).toBe(true)
  }
  expect(live.objects.size).toBeGreaterThan(5)
  for (const id of live.objects.keys()) expect(live.authorOf(id)).toBe(makers.get(id))
  expect(entries(stock)).toBeGreaterThan(3_500)
  expect(entries(live.doc)).toBeLessThan(1_800)
})

it('remembers what was deleted of late, also next to what one deleted long ago', () => {
  const { live, edit } = alone()
  const placements = live.placements
  const pen = new Y.Doc()
  const drawn = (change: () => void) => {
    const before = Y.encodeStateVector(pen)
    pen.transact(change)
    edit(Y.encodeStateAsUpdate(pen, before))
  }
  drawn(() => pen.getMap('x').set('aaaaaaaaaa', { x: 1 }))
  drawn(() => pen.getMap('x').set('aaaaaaaaaa', { x: 2 }))
  const other = new Y.Doc()
  for (let n = 0; n < 1_150; n += 1) {
    if (n === 900) drawn(() => pen.getMap('x').delete('aaaaaaaaaa'))
    const before = Y.encodeStateVector(other)
    other.getMap('o').set(`${n}`.padStart(10, 'n'), record(n))
    edit(Y.encodeStateAsUpdate(other, before))
  }
  expect(live.forgettings).toHaveLength(1)
  const newest = placements._map.get('aaaaaaaaaa')
  expect(newest?.id).toEqual({ client: pen.clientID, clock: 1 })
  expect(newest?.left).toBeNull()
})

it('forgets few large edits like many small ones, however often they changed one thing', () => {
  const { live, edit } = alone()
  const stock = new Y.Doc()
  const keys = ['aaaaaaaaaa', 'bbbbbbbbbb']
  const large = 20_000
  for (let n = 0; n < 12; n += 1) {
    // In turn, so that Yjs joins none of them.
    const chain = Array.from({ length: large }, (_, at): Struct => {
      const clock = n * large + at
      const key = keys[clock]
      const holds = [record(clock)]
      return key === undefined ? { after: [7, clock - 2], holds } : { key, holds }
    })
    const update = updateOf([7, n * large, chain])
    edit(update)
    Y.applyUpdate(stock, update)
  }
  expect(entries(stock)).toBe(12 * large)
  expect(entries(live.doc)).toBeLessThan(7 * large)
  expect(live.objects.toJSON()).toEqual(stock.getMap('o').toJSON())
  const loaded = new Y.Doc()
  Y.applyUpdate(loaded, Y.encodeStateAsUpdate(live.doc))
  expect(loaded.getMap('o').toJSON()).toEqual(stock.getMap('o').toJSON())
})

it('remembers where an object that is there lay last, for whoever moves it just now', () => {
  const { live, edit } = alone()
  const pen = new Y.Doc()
  const drawn = (change: () => void) => {
    const before = Y.encodeStateVector(pen)
    pen.transact(change)
    edit(Y.encodeStateAsUpdate(pen, before))
  }
  for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb']) {
    drawn(() => pen.getMap('o').set(id, record(1)))
    drawn(() => pen.getMap('x').set(id, { x: 1 }))
    drawn(() => pen.getMap('x').delete(id))
  }
  drawn(() => pen.getMap('o').delete('bbbbbbbbbb'))
  for (let n = 0; n < 1_150; n += 1) drawn(() => pen.getMap('o').set('cccccccccc', record(n)))
  const known = (map: 'o' | 'x') => [...live.mapOf(map)._map.keys()].sort()
  expect(known('x')).toEqual(['aaaaaaaaaa'])
  expect(known('o')).toEqual(['aaaaaaaaaa', 'cccccccccc'])
})

function alone() {
  const live = new LayerDocument()
  const edit = (update: Uint8Array) => {
    const edits = [{ by: people[0] ?? 'system', update: textOf(update) } as const]
    live.take({ seq: live.seq + 1, edits })
  }
  return { live, edit }
}

it('lets what somebody changed meanwhile follow what is still there', () => {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
  mine.getMap('o').set('aaaaaaaaaa', record(1))
  mine.getMap('o').set('aaaaaaaaaa', record(2))
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
  mine.getMap('o').set('aaaaaaaaaa', record(3))
  theirs.getMap('o').delete('aaaaaaaaaa')
  const ranges = new Map([[mine.clientID, [{ clock: 0, len: 2 }]]])
  for (const doc of [mine, theirs]) forget(doc, ranges)
  expect(theirs.getMap('o').size).toBe(0)
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine, Y.encodeStateVector(theirs)))
  expect(theirs.getMap('o').toJSON()).toEqual({ aaaaaaaaaa: record(3) })
})
