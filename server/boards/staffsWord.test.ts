// Students with the highest Yjs clients there are, who write to what is theirs in the very moment in which
// staff lock or delete it: whoever comes first, staff's word holds, and everything else of theirs goes in.
import * as Y from 'yjs'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import { isRefusal } from '../../shared/errors.ts'
import type { Fact } from '../../shared/log.ts'
import { plain } from './change.ts'
import { Tick, type Edit } from './judge.ts'
import type { LayerDocument } from './layerDocument.ts'
import type { EncodedDocument } from './layerDocument.ts'
import { documentOf, layerRules, type LayerState } from './layerRules.ts'

const line = (w: number) => ({ t: 'line', z: 1, c: 1, w, a: [0, 0], b: [10, 10] })
const [one, two] = ['aaaaaaaaaa', 'bbbbbbbbbb']
const highest = 2 ** 32 - 2

/** Somebody's copy, which hears of the layer only when it is told to. */
class Copy {
  readonly by = newId<'participant'>()
  readonly doc = new Y.Doc()
  readonly staff: boolean
  #done: Uint8Array[] = []

  constructor(staff: boolean, client: number) {
    this.staff = staff
    this.doc.clientID = client
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#done.push(update)
    })
  }

  get objects() {
    return this.doc.getMap('o')
  }

  get placements() {
    return this.doc.getMap('x')
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this)
  }

  /** What it did since it was asked last. */
  edit(live = true): Edit {
    const update = plain(this.#done)
    this.#done = []
    const right = this.staff ? 'editAll' : 'editOwn'
    return { by: this.by, right, staff: this.staff, update, live }
  }
}

/** A layer's log without a network. */
class Board {
  state: LayerState = layerRules.initial
  #said = 0

  get document(): LayerDocument {
    return documentOf(this.state)
  }

  /** Together in one tick; the refusal, if there is one. */
  take(...edits: readonly Edit[]): string | null {
    const context = { actor: 'system', now: 0, id: `command ${(this.#said += 1)}` } as const
    const drafts = layerRules.decide(this.state, { name: 'draw', edits }, context)
    if (isRefusal(drafts)) return drafts.message
    for (const draft of drafts) {
      const fact = { ...draft, seq: this.state.seq + 1, id: newId(), at: 0, actor: 'system' }
      this.state = layerRules.evolve(this.state, fact as Fact)
    }
    return null
  }

  tell(...copies: readonly Copy[]): void {
    for (const copy of copies) copy.hear(Y.encodeStateAsUpdate(this.document.doc))
  }
}

let board: Board
let staff: Copy
let ana: Copy

beforeEach(() => {
  board = new Board()
  staff = new Copy(true, 5)
  ana = new Copy(false, highest)
  ana.objects.set(one, line(1))
  ana.placements.set(one, { x: 1 })
  expect(board.take(ana.edit())).toBeNull()
  board.tell(staff)
})

const orders: readonly [string, (staffs: Edit, hers: Edit) => void][] = [
  ['before', (staffs, hers) => expect([board.take(staffs), board.take(hers)]).toHaveLength(2)],
  ['after', (staffs, hers) => expect([board.take(hers), board.take(staffs)]).toEqual([null, null])],
  // As a layer does: whoever is refused is left out.
  [
    'with',
    (staffs, hers) => {
      if (board.take(staffs, hers) !== null) board.take(staffs)
    },
  ],
]

describe.each(orders)('what staff delete %s somebody writes to it', (_, both) => {
  it('is gone, and what else they drew is there', () => {
    staff.objects.delete(one)
    ana.objects.set(one, line(2))
    ana.objects.set(two, line(3))
    both(staff.edit(), ana.edit())
    expect(board.document.objects.toJSON()).toEqual({ [two]: line(3) })
    board.tell(staff, ana)
    for (const { objects } of [staff, ana]) expect(objects.toJSON()).toEqual({ [two]: line(3) })
  })

  it('stays gone, however often they write it, until staff bring it back', () => {
    staff.objects.delete(one)
    ana.objects.set(one, line(2))
    both(staff.edit(), ana.edit())
    for (let n = 0; n < 5; n += 1) {
      ana.objects.set(one, line(4 + n))
      expect(board.take(ana.edit())).toBeNull()
      expect(board.document.objects.has(one)).toBe(false)
    }
    board.tell(staff)
    staff.objects.set(one, line(9))
    board.take(staff.edit())
    expect(board.document.objects.get(one)).toEqual(line(9))
    board.tell(ana)
    ana.objects.set(one, line(10))
    expect(board.take(ana.edit())).toBeNull()
    expect(board.document.objects.get(one)).toEqual(line(10))
  })
})

describe.each(orders)('what staff lock %s somebody moves it', (_, both) => {
  it('is locked', () => {
    staff.placements.set(one, { x: 1, lock: true })
    ana.placements.set(one, { x: 2 })
    both(staff.edit(), ana.edit())
    expect(board.document.isLocked(one)).toBe(true)
    ana.objects.delete(one)
    expect(board.take(ana.edit())).toContain('locked')
    board.tell(staff)
    expect(staff.placements.get(one)).toMatchObject({ lock: true })
  })
})

it('is locked also where somebody placed it first meanwhile, or took its place away', () => {
  ana.objects.set(two, line(1))
  board.take(ana.edit())
  board.tell(staff)
  ana.placements.set(two, { x: 5 })
  ana.placements.delete(one)
  staff.placements.set(one, { lock: true })
  staff.placements.set(two, { lock: true })
  expect([board.take(ana.edit()), board.take(staff.edit())]).toEqual([null, null])
  expect(board.document.placements.toJSON()).toMatchObject({
    [one]: { lock: true },
    [two]: { x: 5, lock: true },
  })
})

it('is gone also where its author had just deleted it, and takes that back', () => {
  staff.objects.delete(one)
  ana.objects.delete(one)
  expect([board.take(ana.edit()), board.take(staff.edit())]).toEqual([null, null])
  ana.objects.set(one, line(2))
  expect(board.take(ana.edit())).toBeNull()
  expect(board.document.objects.has(one)).toBe(false)
})

it('is gone where staff had changed and deleted it offline', () => {
  staff.objects.set(one, line(7))
  staff.objects.delete(one)
  ana.objects.set(one, line(2))
  expect(board.take(ana.edit())).toBeNull()
  expect(board.take(staff.edit(false))).toBeNull()
  expect(board.document.objects.has(one)).toBe(false)
})

it('leaves to people what they delete and bring back themselves', () => {
  ana.objects.delete(one)
  board.take(ana.edit())
  ana.objects.set(one, line(2))
  board.take(ana.edit())
  expect(board.document.objects.get(one)).toEqual(line(2))
})

it('takes nothing away because staff tell, as they come back, of all that was ever deleted', () => {
  ana.objects.set(one, line(2))
  board.take(ana.edit())
  board.tell(staff)
  ana.objects.set(one, line(3))
  board.take(ana.edit())
  staff.objects.set(two, line(1))
  const whole = { ...staff.edit(false), update: plain([Y.encodeStateAsUpdate(staff.doc)]) }
  expect(board.take(whole)).toBeNull()
  expect(board.document.objects.toJSON()).toEqual({ [one]: line(3), [two]: line(1) })
})

it('adds nothing where nobody else wrote', () => {
  staff.placements.set(one, { x: 1, lock: true })
  board.take(staff.edit())
  staff.objects.delete(one)
  const tick = new Tick(board.document)
  tick.judge(staff.edit())
  expect(tick.followUps('a name')).toEqual([])
})

it('is the same for a node that loads the layer anew', () => {
  staff.objects.delete(one)
  board.take(staff.edit())
  const json = JSON.parse(JSON.stringify(layerRules.encode(board.state))) as EncodedDocument
  board.state = layerRules.decode(json)
  ana.objects.set(one, line(2))
  board.take(ana.edit())
  expect(board.document.objects.has(one)).toBe(false)
})

it('is forgotten with the object: its name is anybody’s again', () => {
  staff.objects.delete(one)
  board.take(staff.edit())
  for (let n = 0; n < 1_200; n += 1) {
    staff.objects.set(two, line(1))
    expect(board.take(staff.edit())).toBeNull()
  }
  const ben = new Copy(false, 9)
  ben.objects.set(one, line(3))
  expect(board.take(ben.edit())).toBeNull()
  expect(board.document.authorOf(one)).toBe(ben.by satisfies ParticipantId)
  expect(board.document.objects.get(one)).toEqual(line(3))
})
