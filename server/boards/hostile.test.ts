// Updates that no Yjs client makes, against the judge: what it lets through has to be what Yjs then does.
import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { ObjectRecord } from '../../shared/board/record.ts'
import type { Actor } from '../../shared/log.ts'
import { makerOf } from '../../shared/board/author.ts'
import { seeded } from '../log/testing/world.ts'
import { plain } from './change.ts'
import { deletionOf } from './handmade.ts'
import { Tick, type Edit } from './judge.ts'
import { LayerDocument, textOf } from './layerDocument.ts'
import { updateOf as copies } from './layerRules.ts'
import { updateOf, type Block, type Struct } from './testing/forged.ts'

const ana = newId<'participant'>()
const ben = newId<'participant'>()
const line = { t: 'line', z: 1, c: 1, w: 2, a: [0, 0], b: [10, 10] }
const other = { ...line, z: 2 }
const hers = 'aaaaaaaaaa'
const his = 'bbbbbbbbbb'
const [high, low] = [2_000_000_000, 5]

const deleting = (client: number, clock: number, length: number) =>
  deletionOf([{ id: Y.createID(client, clock), length }])

/** With an object of Ana's, made by the client `high`. */
class Layer {
  readonly document = new LayerDocument()

  constructor() {
    this.#commit(ana, updateOf([high, 0, [{ key: hers, holds: [line] }]]))
  }

  /** How it was judged; what passes is committed. */
  try(update: Uint8Array, { by = ben, ...may }: Partial<Edit> = {}): string {
    const whole = plain([update])
    const edit: Edit = { right: 'editOwn', staff: false, live: true, by, update: whole, ...may }
    const verdict = new Tick(this.document).judge(edit)
    if ('words' in verdict) return verdict.code
    this.#commit(by, whole)
    return 'taken'
  }

  /** As the installation puts it in. */
  copy(id: string, record: ObjectRecord): void {
    this.#commit('system', copies([{ id, record }], this.systems))
  }

  readonly systems = 77

  #commit(by: Actor, update: Uint8Array): void {
    const edits = [{ by, update: textOf(update) }]
    this.document.take({ seq: this.document.seq + 1, edits })
  }

  get content() {
    return this.document.objects.toJSON()
  }

  get isWhole(): boolean {
    const { pendingStructs, pendingDs } = this.document.doc.store
    return pendingStructs === null && pendingDs === null
  }
}

function expectHers(layer: Layer): void {
  expect(layer.content[hers]).toEqual(line)
  expect(layer.document.authorOf(hers)).toBe(ana)
  expect(layer.isWhole).toBe(true)
}

describe('updates that no client makes', () => {
  it.each<[string, Block[]]>([
    [
      'an entry of hers sent again under a name of his, and one that follows it',
      [
        [high, 0, [{ key: his, holds: [line] }]],
        [7, 0, [{ after: [high, 0], holds: [other] }]],
      ],
    ],
    [
      'an entry of no length in her place',
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
    ],
    [
      'an entry of no length after hers',
      [
        [
          7,
          0,
          [
            { key: his, holds: [other] },
            { after: [high, 0], holds: 0 },
          ],
        ],
      ],
    ],
    [
      'an entry that follows a later one of the same client',
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
    ],
    [
      'two clients of which each waits for the other',
      [
        [8, 0, [{ after: [7, 1], holds: [other] }]],
        [
          7,
          0,
          [
            { after: [8, 0], holds: [other] },
            { key: his, holds: [other] },
          ],
        ],
      ],
    ],
    [
      'one client in two pieces',
      [
        [8, 0, [{ key: his, holds: [line] }]],
        [7, 0, [{ key: 'cccccccccc', holds: [line] }]],
        [8, 1, [{ after: [8, 0], holds: [other] }]],
      ],
    ],
    ['a first entry before her first', [[low, 0, [{ key: hers, holds: [other] }]]]],
  ])('leaves what is hers alone: %s', (_, blocks) => {
    const layer = new Layer()
    const code = layer.try(updateOf(...blocks))
    expectHers(layer)
    expect(code).not.toBe('taken')
  })

  it('never makes somebody else the author, also who may edit all', () => {
    const layer = new Layer()
    const blocks: Block = [low, 0, [{ key: hers, holds: [other] }]]
    expect(layer.try(updateOf(blocks), { right: 'editAll' })).toBe('forged')
    expectHers(layer)
  })

  it('never lets the second half of an entry stand under another name than its first', () => {
    const layer = new Layer()
    layer.try(updateOf([7, 0, [{ key: his, holds: [line] }]]))
    const code = layer.try(updateOf([7, 0, [{ key: 'cccccccccc', holds: [line, other] }]]))
    expect(code).not.toBe('taken')
    expect(layer.content).toEqual({ [hers]: line, [his]: line })
  })

  it('never signs with a name what somebody makes under one that is forgotten', () => {
    const layer = new Layer()
    layer.copy(his, { ...line, by: ana })
    expect(layer.try(deleting(layer.systems, 0, 1), { by: ana })).toBe('taken')
    for (let n = 0; n < 1_100; n += 1)
      layer.try(updateOf([9, n, [{ key: 'cccccccccc', holds: [line] }]]))
    expect(layer.document.authorOf(his)).toBeNull()
    const signed = updateOf([7, 0, [{ key: his, holds: [{ ...line, by: ana }] }]])
    expect(layer.try(signed)).toBe('forged')
    expect(layer.try(updateOf([7, 0, [{ key: his, holds: [line] }]]))).toBe('taken')
    expect(layer.document.authorOf(his)).toBe(ben)
  })
})

it('takes few entries after one that many follow, and no crowd of them', () => {
  const layer = new Layer()
  const keys = [his, 'cccccccccc']
  // In turn, so that Yjs joins none of them.
  const chain = Array.from({ length: 2_000 }, (_, n): Struct => {
    const key = keys[n]
    return key === undefined ? { after: [7, n - 2], holds: [line] } : { key, holds: [line] }
  })
  const crowd = (size: number) =>
    Array.from({ length: size }, () => ({ after: [7, 0], holds: 1 }) as const)
  expect(layer.try(updateOf([7, 0, chain]))).toBe('taken')
  expect(layer.try(updateOf([8, 0, crowd(1_000)]))).toBe('rate')
  expect(layer.try(updateOf([8, 0, crowd(3)]))).toBe('taken')
})

it('reads many small updates as the one that they are together', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let n = 0; n < 1_000; n += 1) doc.getMap('o').set(`${n % 300}`.padStart(10, 'n'), line)
  const read = new Y.Doc()
  Y.applyUpdate(read, plain(updates))
  expect(Y.encodeStateAsUpdate(read)).toEqual(Y.encodeStateAsUpdate(doc))
})

/** Out of few clients, clocks and names, so that what it says often touches what is there. */
class Forger {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seeded(seed)
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #of<Thing>(...things: readonly [Thing, ...Thing[]]): Thing {
    return things[this.below(things.length)] ?? things[0]
  }

  #struct(clocks: ReadonlyMap<number, number>): Struct {
    const client = this.#of(high, low, 7, 8, 9)
    const after = [client, this.below((clocks.get(client) ?? 0) + 3)] as const
    const map = this.#of('o', 'o', 'x')
    const value = map === 'o' ? { ...line, z: this.below(9) } : { x: this.below(9) }
    const holds = this.#of<Struct['holds']>([value], [value], [value, value], 1, this.below(3), [])
    const key = this.#of(hers, his, 'cccccccccc', 'dddddddddd')
    return this.below(2) === 0 ? { map, key, holds } : { after, holds }
  }

  #deletions(clocks: ReadonlyMap<number, number>): Uint8Array {
    const client = this.#of(high, 7, 8)
    return deleting(client, this.below((clocks.get(client) ?? 0) + 1), 1 + this.below(2))
  }

  update(clocks: ReadonlyMap<number, number>): Uint8Array {
    if (this.below(8) === 0) return this.#deletions(clocks)
    const blocks = Array.from({ length: 1 + this.below(3) }, (): Block => {
      const client = this.#of(high, low, 7, 7, 8, 8)
      const clock = Math.max(0, (clocks.get(client) ?? 0) - this.#of(0, 0, 0, 1, 2))
      return [client, clock, Array.from({ length: 1 + this.below(3) }, () => this.#struct(clocks))]
    })
    return updateOf(...blocks)
  }
}

it.each([1, 2, 3])('takes nothing forged that does what it may not (seed %i)', (seed) => {
  const layer = new Layer()
  layer.try(updateOf([9, 0, [{ key: 'eeeeeeeeee', holds: [line] }]]))
  layer.try(deleting(9, 0, 1))
  for (let n = 0; n < 1_100; n += 1)
    layer.try(updateOf([9, 1 + n, [{ key: 'cccccccccc', holds: [line] }]]))
  const forger = new Forger(seed)
  const codes = new Map<string, number>()
  for (let n = 0; n < 4_000; n += 1) {
    const update = forger.update(Y.decodeStateVector(Y.encodeStateVector(layer.document.doc)))
    const code = layer.try(update)
    codes.set(code, (codes.get(code) ?? 0) + 1)
    if (code !== 'taken') continue
    expectHers(layer)
    expect(layer.document.placements.has(hers)).toBe(false)
  }
  expect(codes.get('taken')).toBeGreaterThan(100)
  const { doc } = layer.document
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
  for (const map of ['o', 'x'] as const)
    expect(fresh.getMap(map).toJSON()).toEqual(doc.getMap(map).toJSON())
  for (const id of doc.getMap('o').keys())
    expect(makerOf(fresh.getMap('o'), id)).toBe(makerOf(layer.document.objects, id))
})
