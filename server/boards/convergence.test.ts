// Twenty people of mixed rights draw at random on two nodes that lose half of what they tell each other,
// who come and go and say things twice. In the end all hold the same, nothing forbidden happened, and nothing hangs in the air.
import * as Y from 'yjs'
import { describe, expect, it, vi } from 'vitest'
import type { ObjectId } from '../../shared/board/record.ts'
import { newId } from '../../shared/ids.ts'
import type { Actor, Fact } from '../../shared/log.ts'
import { seeded } from '../log/testing/world.ts'
import { LayerDocument, type CommittedEdit } from './layerDocument.ts'
import { editsIn } from './layerRules.ts'
import type { Standing } from './reader.ts'
import { Hand } from './testing/hand.ts'
import { Nodes } from './testing/nodes.ts'

const people = 20
const rounds = Number(process.env['BOARD_ROUNDS'] ?? 30)
const seeds = Number(process.env['BOARD_SEEDS'] ?? 3)
const rights: readonly Standing[] = [
  { right: 'editAll', staff: true },
  { right: 'editAll', staff: false },
  { right: 'editOwn', staff: false },
  { right: 'add', staff: false },
  { right: 'view', staff: false },
]

const letters = 'abcdefghijklmnopqrstuvwxyz'

class Chance {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seeded(seed)
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit)
  }

  of<Thing>(things: readonly Thing[]): Thing | undefined {
    return things[this.below(things.length)]
  }

  happens(share: number): boolean {
    return this.#next() < share
  }

  id(): ObjectId {
    return Array.from({ length: 10 }, () => letters.charAt(this.below(26))).join('')
  }
}

type Act = (hand: Hand, chance: Chance, undo: Y.UndoManager) => void

const record = (w: number) => ({ t: 'line', z: w, w, a: [0, 0], b: [w, w] })

function change(hand: Hand, chance: Chance, act: (id: ObjectId) => void): void {
  const id = chance.of(hand.ids)
  if (id !== undefined) act(id)
}

const add: Act = (hand, chance) => hand.objects.set(chance.id(), record(1 + chance.below(9)))
const acts: readonly Act[] = [
  add,
  add,
  add,
  (hand, chance) => {
    change(hand, chance, (id) => hand.placements.set(id, { x: chance.below(100) }))
  },
  (hand, chance) => {
    change(hand, chance, (id) => hand.objects.set(id, record(1 + chance.below(9))))
  },
  (hand, chance) => {
    change(hand, chance, (id) => {
      hand.doc.transact(() => {
        hand.objects.delete(id)
        hand.placements.delete(id)
      })
    })
  },
  (_hand, _chance, undo) => {
    undo.undo()
  },
  (hand) => {
    hand.repeat()
  },
  (hand, chance) => {
    change(hand, chance, (id) => hand.placements.set(id, { lock: true }))
  },
]

interface Drawer {
  readonly hand: Hand
  readonly may: Standing
  undo: Y.UndoManager
}

function undoFor(hand: Hand): Y.UndoManager {
  return new Y.UndoManager([hand.objects, hand.placements], { captureTimeout: 0 })
}

async function play(nodes: Nodes, chance: Chance): Promise<Drawer[]> {
  const drawers = Array.from({ length: people }, (_, n): Drawer => {
    const may = rights[n % rights.length] ?? { right: 'view', staff: false }
    const hand = new Hand(newId(), may)
    return { hand, may, undo: undoFor(hand) }
  })
  for (let round = 0; round < rounds; round += 1) {
    for (const drawer of drawers) {
      const { hand } = drawer
      if (hand.here && chance.happens(0.1)) hand.leave()
      else if (!hand.here && chance.happens(0.5)) {
        drawer.undo = undoFor(hand)
        hand.come(chance.of(nodes.layers)!)
      }
      if (chance.happens(0.5)) chance.of(acts)?.(hand, chance, drawer.undo)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return drawers
}

async function calmDown(nodes: Nodes, drawers: readonly Drawer[]): Promise<void> {
  const [node] = nodes.layers
  if (node === undefined) throw new Error('no node')
  await vi.waitFor(
    async () => {
      for (const { hand } of drawers) if (!hand.here) hand.come(node)
      await nodes.settle()
      const state = Y.encodeStateVector(node.document.doc)
      for (const { hand } of drawers) {
        expect(hand.here).toBe(true)
        expect(Y.encodeStateVector(hand.doc)).toEqual(state)
        expect(hand.objects.toJSON()).toEqual(node.document.objects.toJSON())
      }
    },
    { timeout: 20_000, interval: 20 },
  )
}

function mayHave(may: Standing | undefined, author: Actor | null, by: Actor): boolean {
  if (author === null) return may?.right !== 'view'
  return may?.right === 'editAll' || (author === by && may?.right === 'editOwn')
}

/** What one edit did that its author may not, or that changed whose something is. */
function wrongsOf(replay: LayerDocument, edit: CommittedEdit, may: Standing | undefined): string[] {
  const before = new Map(replay.objects)
  const authors = new Map([...before.keys()].map((id) => [id, replay.authorOf(id)]))
  replay.take({ seq: replay.seq + 1, edits: [edit] })
  if (edit.by === 'system') return []
  const ids = new Set([...before.keys(), ...replay.objects.keys()])
  const touched = [...ids].filter((id) => before.get(id) !== replay.objects.get(id))
  return touched.flatMap((id) => {
    const author = authors.get(id) ?? null
    const stolen = author !== null && replay.authorOf(id) !== author
    return mayHave(may, author, edit.by) && !stolen ? [] : [`${may?.right} changed ${id}`]
  })
}

/** What staff had deleted and somebody else brought back. */
function broughtBackIn(facts: readonly Fact[], staff: ReadonlySet<Actor>): ObjectId[] {
  const replay = new LayerDocument()
  return facts.flatMap((fact) => {
    const gone = [...replay.deletedByStaff]
    const edits = editsIn(fact)
    replay.take({ seq: fact.seq, edits })
    const back = gone.filter((id) => replay.objects.has(id))
    return edits.some(({ by }) => staff.has(by)) ? [] : back
  })
}

/** Takes the log fact by fact and looks at what each person’s edit did to whose object. */
async function wrongsIn(nodes: Nodes, drawers: readonly Drawer[]): Promise<string[]> {
  const may = new Map<Actor, Standing>(drawers.map((one) => [one.hand.participant, one.may]))
  const replay = new LayerDocument()
  const facts = (await nodes.layers[0]?.log.read({ after: 0, limit: 100_000 })) ?? []
  return facts.flatMap(editsIn).flatMap((edit) => wrongsOf(replay, edit, may.get(edit.by)))
}

describe('boards converge', () => {
  it.each(Array.from({ length: seeds }, (_, seed) => seed))(
    'whatever twenty people do (seed %i)',
    async (seed) => {
      const chance = new Chance(seed)
      await using nodes = new Nodes()
      for (let n = 0; n < 2; n += 1) await nodes.start(() => chance.happens(0.5))
      const drawers = await play(nodes, chance)
      await calmDown(nodes, drawers)
      const [one, two] = nodes.layers.map(({ document }) => document)
      expect(one && Y.encodeStateAsUpdate(one.doc)).toEqual(two && Y.encodeStateAsUpdate(two.doc))
      expect(one?.objects.size).toBeGreaterThan(3)
      expect(one?.orphans()).toEqual([])
      expect(await wrongsIn(nodes, drawers)).toEqual([])
      expect(nodes.failures).toEqual([])
      const facts = (await nodes.layers[0]?.log.read({ after: 0, limit: 100_000 })) ?? []
      const staff = drawers.filter(({ may }) => may.staff)
      const theirs = new Set(staff.map(({ hand }) => hand.participant))
      expect(broughtBackIn(facts, theirs)).toEqual([])
      const refused = new Set(drawers.flatMap(({ hand }) => hand.refused))
      expect([...refused].filter((code) => !['rights', 'locked'].includes(code))).toEqual([])
    },
    120_000,
  )
})
