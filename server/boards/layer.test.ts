import * as Y from 'yjs'
import { describe, expect, it, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { passingKinds } from '../../shared/board/wire.ts'
import { updateOf } from './testing/forged.ts'
import { Hand } from './testing/hand.ts'
import { Nodes } from './testing/nodes.ts'
import type { Layer } from './layer.ts'
import { contentsAt } from './past.ts'
import type { Standing } from './reader.ts'

const student = { right: 'editOwn', staff: false } as const
const staff = { right: 'editAll', staff: true } as const
const line = { t: 'line', z: 1, c: 1, w: 2, a: [0, 0], b: [10, 10] }

const someone = (may: typeof student | typeof staff = student) => new Hand(newId(), may)

async function twoNodes() {
  const nodes = new Nodes()
  return { nodes, one: await nodes.start(), two: await nodes.start() }
}

/** Staff delete what its author has changed since they saw it, with these rights; answers the author. */
async function deletedTooLate(one: Layer, rights: Standing): Promise<Hand> {
  const [ana, tess] = [someone(), someone(staff)]
  ana.come(one)
  tess.come(one)
  ana.objects.set('aaaaaaaaaa', line)
  await vi.waitFor(() => {
    expect(tess.ids).toHaveLength(1)
  })
  tess.leave()
  tess.allow(rights)
  ana.objects.set('aaaaaaaaaa', { ...line, w: 5 })
  await vi.waitFor(() => {
    expect(one.document.objects.get('aaaaaaaaaa')).toMatchObject({ w: 5 })
  })
  const deletion = Promise.withResolvers<Uint8Array>()
  tess.doc.on('update', deletion.resolve)
  tess.objects.delete('aaaaaaaaaa')
  one.draw(tess, await deletion.promise)
  return ana
}

describe('a layer', () => {
  it('tells others on every node what is committed, and its author that it is saved', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const [ana, ben] = [someone(), someone()]
    ana.come(one)
    ben.come(two)
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ana.saved).toBe(1)
      expect(ben.ids).toEqual(['aaaaaaaaaa'])
    })
  })

  it('shows nobody what was refused, and lets its author begin anew', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const [ana, ben] = [someone(), someone()]
    ana.come(one)
    ben.come(two)
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ben.ids).toHaveLength(1)
    })
    ben.objects.delete('aaaaaaaaaa')
    await vi.waitFor(() => {
      expect(ben.refused).toEqual(['rights'])
    })
    ben.come(two)
    expect(ben.ids).toEqual(['aaaaaaaaaa'])
    expect(ana.ids).toEqual(['aaaaaaaaaa'])
  })

  it('takes one of two windows that say different things under one client', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const [ana, ben] = [someone(), someone()]
    const again = new Hand(ana.participant, student)
    again.doc.clientID = ana.doc.clientID
    for (const hand of [ana, again, ben]) hand.come(one)
    ana.objects.set('aaaaaaaaaa', line)
    again.objects.set('bbbbbbbbbb', line)
    again.objects.set('bbbbbbbbbb', { ...line, z: 2 })
    await vi.waitFor(() => {
      expect(again.refused).toEqual(['forged'])
      expect(ana.saved).toBe(1)
    })
    expect(again.saved).toBe(0)
    expect([ana, ben].map(({ ids }) => ids)).toEqual([['aaaaaaaaaa'], ['aaaaaaaaaa']])
    expect([...one.document.objects.keys()]).toEqual(['aaaaaaaaaa'])
  })

  it('takes away what staff delete as it was before its author changed it', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = await deletedTooLate(one, staff)
    await vi.waitFor(() => {
      expect(ana.ids).toEqual([])
    })
    // And what is gone already is theirs too: nobody else brings it back.
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ana.saved).toBe(3)
    })
    expect(one.document.objects.size).toBe(0)
  })

  it('has no ear for staff who may only look', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = await deletedTooLate(one, { right: 'view', staff: true })
    ana.objects.set('bbbbbbbbbb', line)
    await vi.waitFor(() => {
      expect(ana.saved).toBe(3)
    })
    expect([...one.document.objects.keys()]).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb'])
  })

  it('judges by the rights of now', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = someone()
    ana.come(one)
    ana.allow({ right: 'view', staff: false })
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ana.refused).toEqual(['rights'])
    })
    expect(one.document.objects.size).toBe(0)
  })

  it('asks for the newest rights before it judges, also after the room could not be asked', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = someone()
    ana.come(one)
    const answers = [
      () => Promise.reject(new Error('away')),
      () => {
        ana.allow({ right: 'view', staff: false })
        return Promise.resolve()
      },
    ]
    nodes.confirmRights = () => answers.shift()?.() ?? Promise.resolve()
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ana.refused).toEqual(['rights'])
    })
    expect(one.document.objects.size).toBe(0)
  })

  it('closes whoever may no longer look', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = someone()
    ana.come(one)
    ana.allow(null)
    one.recheck()
    expect(ana.closed).toEqual(['forbidden'])
  })

  it('takes what was drawn offline, by the same person, when they return to another node', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const ana = someone()
    ana.come(one)
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ana.saved).toBe(1)
    })
    ana.leave()
    ana.objects.set('bbbbbbbbbb', line)
    ana.placements.set('aaaaaaaaaa', { x: 9 })
    ana.come(two)
    await vi.waitFor(() => {
      expect(two.document.objects.size).toBe(2)
    })
    expect(ana.refused).toEqual([])
  })

  it('lets one of two win who speak under one client and clock on two nodes', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const ana = newId<'participant'>()
    const twins = [new Hand(ana, student), new Hand(ana, student)]
    for (const twin of twins) twin.doc.clientID = 77
    twins[0]?.come(one)
    twins[1]?.come(two)
    twins.forEach((twin, n) => twin.objects.set('aaaaaaaaaa', { ...line, w: n + 1 }))
    await vi.waitFor(() => {
      expect(twins.flatMap(({ refused }) => refused)).toEqual(['forged'])
    })
    await nodes.settle()
    const states = nodes.layers.map(({ document }) => Y.encodeStateAsUpdate(document.doc))
    expect(states[0]).toEqual(states[1])
  })

  it('takes away a placement whose object went at the same time on another node', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const [ana, teacher] = [someone(), someone(staff)]
    ana.come(one)
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(two.document.objects.size).toBe(1)
    })
    teacher.come(two)
    teacher.placements.set('aaaaaaaaaa', { x: 3 })
    ana.objects.delete('aaaaaaaaaa')
    await vi.waitFor(() => {
      for (const { document } of nodes.layers) {
        expect(document.objects.size).toBe(0)
        expect(document.placements.size).toBe(0)
      }
    })
  })

  it('begins as a copy once, whoever tries, with everybody’s name under their work', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const ana = newId<'participant'>()
    const objects = [{ id: 'aaaaaaaaaa', record: { ...line, by: ana }, placement: { x: 4 } }]
    await Promise.all([one.begin(objects), two.begin(objects)])
    await nodes.settle()
    expect(one.contents()).toEqual(objects)
    expect(one.log.position.seq).toBe(1)
    expect(two.document.authorOf('aaaaaaaaaa')).toBe(ana)
  })

  it('is known as it was at any time', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = someone()
    ana.come(one)
    for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb']) {
      ana.objects.set(id, line)
      await vi.waitFor(() => {
        expect(one.document.objects.has(id)).toBe(true)
      })
    }
    const past = await contentsAt(one.log, 1)
    expect(past.map(({ id }) => id)).toEqual(['aaaaaaaaaa'])
    expect(past[0]?.record.by).toBe(ana.participant)
  })

  it('shows whose hands are on the page, here and on other nodes, until they go', async () => {
    const { nodes, one, two } = await twoNodes()
    await using _ = nodes
    const [ana, ben] = [someone(), someone()]
    ana.come(one)
    ben.come(two)
    one.pass(ana, passingKinds.place, Uint8Array.of(1, 2))
    await vi.waitFor(() => {
      expect(ben.numbers.size).toBe(1)
    })
    ana.leave()
    await vi.waitFor(() => {
      expect(ben.numbers.size).toBe(0)
    })
  })

  it('resets whoever changes one thing a hundred thousand times, before it is read', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const [ana, ben] = [someone(), someone()]
    for (const hand of [ana, ben]) hand.come(one)
    ana.objects.set('aaaaaaaaaa', line)
    await vi.waitFor(() => {
      expect(ana.saved).toBe(1)
    })
    const { clientID } = ana.doc
    for (let n = 0; n < 4; n += 1)
      one.draw(ana, updateOf([clientID, 1 + n * 40_000, [{ after: [clientID, 0], holds: 40_000 }]]))
    await vi.waitFor(() => {
      expect(ana.refused).toEqual(['rate'])
    })
    ben.objects.set('bbbbbbbbbb', line)
    await vi.waitFor(() => {
      expect(ben.saved).toBe(1)
    })
    expect(ben.ids).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb'])
  })

  it('resets who sends no update at all', async () => {
    const { nodes, one } = await twoNodes()
    await using _ = nodes
    const ana = someone()
    ana.come(one)
    one.draw(ana, Uint8Array.of(255, 255, 255, 255))
    await vi.waitFor(() => {
      expect(ana.refused).toEqual(['malformed'])
    })
  })
})
