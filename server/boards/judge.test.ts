import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import { boardLimits } from '../../shared/board/record.ts'
import { plain } from './change.ts'
import { Tick, isKnown, type Edit, type Verdict } from './judge.ts'
import { LayerDocument, textOf } from './layerDocument.ts'

const ana = newId<'participant'>()
const ben = newId<'participant'>()
const teacher = newId<'participant'>()

const line = { t: 'line', z: 1, c: 1, w: 2, a: [0, 0], b: [10, 10] }

/** A client of the layer, with a clientID of its own, that sees what is committed. */
class Hand {
  readonly doc = new Y.Doc()
  readonly by: ParticipantId
  readonly #layer: Layer
  readonly #done: Uint8Array[] = []

  constructor(layer: Layer, by: ParticipantId) {
    this.#layer = layer
    this.by = by
    this.see()
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== layer) this.#done.push(update)
    })
  }

  see(): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.#layer.document.doc), this.#layer)
  }

  get objects() {
    return this.doc.getMap('o')
  }

  get placements() {
    return this.doc.getMap('x')
  }

  /** What it did since the last time, as one update. */
  take(): Uint8Array {
    return Y.mergeUpdates(this.#done.splice(0))
  }
}

class Layer {
  readonly document = new LayerDocument()
  #seq = 0

  judge(by: ParticipantId, update: Uint8Array, may: Partial<Edit> = {}): Verdict {
    const edit: Edit = {
      right: 'editOwn',
      staff: by === teacher,
      live: true,
      by,
      update: plain([update]),
      ...may,
    }
    return new Tick(this.document).judge(edit)
  }

  /** Judges what the hand did and commits it; fails where it is refused. */
  take(hand: Hand, may: Partial<Edit> = {}): void {
    this.commit(hand.by, hand.take(), may)
  }

  commit(by: ParticipantId, update: Uint8Array, may: Partial<Edit> = {}): void {
    expect(this.judge(by, update, may)).toHaveProperty('change')
    this.#seq += 1
    this.document.take({ seq: this.#seq, edits: [{ by, update: textOf(update) }] })
  }

  hand(by: ParticipantId): Hand {
    return new Hand(this, by)
  }

  /** With one object of Ana's. */
  static drawn(): { layer: Layer; hand: Hand } {
    const layer = new Layer()
    const hand = layer.hand(ana)
    hand.objects.set('aaaaaaaaaa', line)
    layer.take(hand)
    return { layer, hand }
  }
}

const codeOf = (verdict: Verdict) => ('code' in verdict ? verdict.code : 'taken')

describe('drawing', () => {
  it('takes whoever may add', () => {
    const { layer } = Layer.drawn()
    expect(layer.document.authorOf('aaaaaaaaaa')).toBe(ana)
    const hand = layer.hand(ben)
    hand.objects.set('bbbbbbbbbb', line)
    const update = hand.take()
    expect(codeOf(layer.judge(ben, update, { right: 'add' }))).toBe('taken')
    expect(codeOf(layer.judge(ben, update, { right: 'view' }))).toBe('rights')
    expect(codeOf(layer.judge(ben, update, { right: 'none' }))).toBe('rights')
  })

  it.each([
    ['another key', 'o', 'short', line],
    ['another map', 'z', 'bbbbbbbbbb', line],
    ['no record', 'o', 'bbbbbbbbbb', 'text'],
    ['a placement of nothing', 'x', 'bbbbbbbbbb', { x: 1 }],
  ])('refuses %s', (...[, map, key, value]) => {
    const layer = new Layer()
    const hand = layer.hand(ana)
    hand.doc.getMap(map).set(key, value)
    expect(codeOf(layer.judge(ana, hand.take()))).toBe('schema')
  })

  it('refuses nested types and lists', () => {
    const layer = new Layer()
    const nested = layer.hand(ana)
    nested.objects.set('bbbbbbbbbb', new Y.Map())
    expect(codeOf(layer.judge(ana, nested.take()))).toBe('schema')
    const list = layer.hand(ana)
    list.doc.getArray('o').push([line])
    expect(codeOf(layer.judge(ana, list.take()))).not.toBe('taken')
  })

  it('refuses what signs with another name', () => {
    const layer = new Layer()
    const hand = layer.hand(ana)
    hand.objects.set('bbbbbbbbbb', { ...line, by: ben })
    expect(codeOf(layer.judge(ana, hand.take()))).toBe('forged')
  })

  it('lets two who take the same name at once not share it', () => {
    const layer = new Layer()
    const [first, second] = [layer.hand(ana), layer.hand(ben)]
    const tick = new Tick(layer.document)
    const verdicts = [first, second].map((hand) => {
      hand.objects.set('cccccccccc', line)
      const update = plain([hand.take()])
      return tick.judge({ by: hand.by, right: 'add', staff: false, live: true, update })
    })
    expect(verdicts.map(codeOf)).toEqual(['taken', 'forged'])
  })
})

describe('changing what is there', () => {
  const acts: [string, (hand: Hand) => void][] = [
    ['replacing', (hand) => hand.objects.set('aaaaaaaaaa', { ...line, w: 9 })],
    ['moving', (hand) => hand.placements.set('aaaaaaaaaa', { x: 5, y: 5 })],
    ['deleting', (hand) => hand.objects.delete('aaaaaaaaaa')],
  ]

  it.each(acts)('%s is for those who may edit all, or their own', (_, act) => {
    const { layer, hand } = Layer.drawn()
    const other = layer.hand(ben)
    act(other)
    const foreign = other.take()
    expect(codeOf(layer.judge(ben, foreign, { right: 'editOwn' }))).toBe('rights')
    expect(codeOf(layer.judge(ben, foreign, { right: 'editAll' }))).toBe('taken')
    act(hand)
    const own = hand.take()
    expect(codeOf(layer.judge(ana, own, { right: 'editOwn' }))).toBe('taken')
    expect(codeOf(layer.judge(ana, own, { right: 'add' }))).toBe('rights')
  })

  it.each(acts)('%s is for staff alone where it is locked', (_, act) => {
    const { layer, hand } = Layer.drawn()
    const staff = layer.hand(teacher)
    staff.placements.set('aaaaaaaaaa', { lock: true })
    layer.take(staff, { right: 'editAll' })
    hand.see()
    act(hand)
    expect(codeOf(layer.judge(ana, hand.take()))).toBe('locked')
  })

  it('lets nobody but staff lock', () => {
    const { layer, hand } = Layer.drawn()
    hand.placements.set('aaaaaaaaaa', { lock: true })
    expect(codeOf(layer.judge(ana, hand.take()))).toBe('locked')
  })

  it('keeps the author through a change by another and through undoing a deletion', () => {
    const { layer, hand } = Layer.drawn()
    const other = layer.hand(ben)
    other.objects.set('aaaaaaaaaa', { ...line, w: 7 })
    layer.take(other, { right: 'editAll' })
    expect(layer.document.authorOf('aaaaaaaaaa')).toBe(ana)
    const thief = layer.hand(ben)
    thief.objects.set('aaaaaaaaaa', { ...line, w: 8, by: ben })
    expect(codeOf(layer.judge(ben, thief.take(), { right: 'editAll' }))).toBe('forged')
    hand.see()
    const undo = new Y.UndoManager(hand.objects, { captureTimeout: 0 })
    hand.objects.delete('aaaaaaaaaa')
    layer.take(hand)
    undo.undo()
    layer.take(hand)
    expect(layer.document.authorOf('aaaaaaaaaa')).toBe(ana)
  })

  it('finds placements whose object went at the same time', () => {
    const { layer, hand } = Layer.drawn()
    const other = layer.hand(teacher)
    other.placements.set('aaaaaaaaaa', { x: 1 })
    hand.objects.delete('aaaaaaaaaa')
    layer.take(hand)
    layer.take(other, { right: 'editAll' })
    expect(layer.document.orphans()).toEqual(['aaaaaaaaaa'])
  })
})

describe('clients', () => {
  it('belong to one person', () => {
    const { layer, hand } = Layer.drawn()
    hand.objects.set('bbbbbbbbbb', line)
    expect(codeOf(layer.judge(ben, hand.take(), { right: 'editAll' }))).toBe('forged')
  })

  it('say the same thing again, and nothing else in its place', () => {
    const { layer, hand } = Layer.drawn()
    const again = Y.encodeStateAsUpdate(hand.doc)
    const verdict = layer.judge(ana, again)
    expect('change' in verdict && isKnown(layer.document, verdict.change, [])).toBe(true)
    const twin = new Y.Doc()
    twin.clientID = hand.doc.clientID
    twin.getMap('o').set('aaaaaaaaaa', { ...line, w: 5 })
    expect(codeOf(layer.judge(ana, Y.encodeStateAsUpdate(twin)))).toBe('forged')
  })

  it('leave no gap', () => {
    const { layer, hand } = Layer.drawn()
    hand.objects.set('bbbbbbbbbb', line)
    hand.take()
    hand.objects.set('cccccccccc', line)
    expect(codeOf(layer.judge(ana, hand.take()))).toBe('gap')
  })

  it('follow nothing that is not here', () => {
    const layer = new Layer()
    const elsewhere = Layer.drawn()
    const hand = elsewhere.layer.hand(ben)
    hand.objects.set('aaaaaaaaaa', { ...line, by: ana })
    expect(codeOf(layer.judge(ben, hand.take(), { right: 'editAll' }))).toBe('gap')
  })
})

/** Numbers as lib0 writes them. */
function varUints(...numbers: number[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of numbers) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

function judgeRaw(layer: Layer, update: Uint8Array): string {
  try {
    return codeOf(layer.judge(ana, update, { right: 'editAll' }))
  } catch {
    return 'malformed'
  }
}

describe('hostile updates', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['numbers of structs beyond the message', varUints(1, 2 ** 25, 7, 0)],
    ['numbers of clients beyond the message', varUints(2 ** 30)],
    ['deletions beyond the message', varUints(0, 2 ** 30)],
    ['noise', Uint8Array.from({ length: 500 }, (_, n) => (n * 73) % 256)],
  ])('%s is refused', (_, update) => {
    expect(judgeRaw(Layer.drawn().layer, update)).toBe('malformed')
  })

  it('of another version are refused', () => {
    const { layer, hand } = Layer.drawn()
    hand.objects.set('bbbbbbbbbb', line)
    const update = Y.convertUpdateFormatV1ToV2(Y.encodeStateAsUpdate(hand.doc))
    expect(judgeRaw(layer, update)).toBe('malformed')
  })

  it('deleting all of somebody’s work in eleven bytes is refused', () => {
    const { layer, hand } = Layer.drawn()
    const erase = varUints(0, 1, hand.doc.clientID, 1, 0, 1)
    expect(codeOf(layer.judge(ben, erase))).toBe('rights')
  })

  it('deleting nothing is refused, which Yjs cannot take', () => {
    const { layer, hand } = Layer.drawn()
    expect(codeOf(layer.judge(ana, varUints(0, 1, hand.doc.clientID, 1, 0, 0)))).toBe('malformed')
  })

  it('deleting what is to come is refused', () => {
    const { layer, hand } = Layer.drawn()
    const erase = varUints(0, 1, hand.doc.clientID, 1, 0, 2 ** 40)
    expect(codeOf(layer.judge(ana, erase))).toBe('gap')
  })

  const drawMany = (hand: Hand, count: number) => {
    hand.doc.transact(() => {
      for (let n = 0; n < count; n += 1)
        hand.objects.set(`${hand.by.slice(-4)}${n}`.padStart(10, '0'), line)
    })
  }

  it('a page has an end', () => {
    const layer = new Layer()
    const hand = layer.hand(teacher)
    drawMany(hand, boardLimits.objects + 1)
    expect(codeOf(layer.judge(teacher, hand.take(), { right: 'editAll' }))).toBe('full')
  })

  it('a page has an end for one sooner, who is not staff, and room for the others then', () => {
    const layer = new Layer()
    const [hand, other, staff] = [layer.hand(ana), layer.hand(ben), layer.hand(teacher)]
    drawMany(hand, boardLimits.objectsOfOne)
    layer.take(hand)
    const [first] = hand.objects.keys()
    hand.placements.set(first ?? '', { x: 1 })
    layer.take(hand)
    drawMany(other, 10)
    layer.take(other)
    drawMany(staff, boardLimits.objectsOfOne + 1)
    layer.take(staff, { right: 'editAll' })
    hand.objects.set('zzzzzzzzzz', line)
    expect(codeOf(layer.judge(ana, hand.take()))).toBe('full')
    const again = layer.hand(ana)
    again.objects.delete(first ?? '')
    layer.take(again)
    // What was changed and thrown away before it was sent takes no room.
    for (let w = 1; w < 9; w += 1) again.objects.set('yyyyyyyyyy', { ...line, w })
    again.objects.set('xxxxxxxxxx', line)
    again.objects.delete('xxxxxxxxxx')
    const whole = Y.encodeStateAsUpdate(again.doc, Y.encodeStateVector(layer.document.doc))
    again.take()
    layer.commit(ana, whole)
    expect(layer.document.countOf(ana)).toBe(boardLimits.objectsOfOne)
  })
})
