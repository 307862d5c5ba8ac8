// One person and two nodes of a board between whom something is broken: what they drew and nobody saved goes
// along to the other node, and under one name only one thing is ever made.
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { seeded } from '../../server/log/testing/world.ts'
import { BoardSocket } from '../wire/boardSocket.ts'
import { newPage } from './boards/page.ts'
import { Sketcher } from './boards/sketcher.ts'
import { openWiredSchool, type WiredSchool } from './wires.ts'

const patience = 60_000

async function sketcherOn({ school }: WiredSchool): Promise<Sketcher> {
  const layer = await newPage(await school.join('instructor', { node: 1 }))
  const urls = [0, 1].map((node) => school.urlOf(node))
  const pupil = await school.join('student')
  pupil.line.alsoTry(urls.slice(1))
  const { publicUrl: origin } = school.place
  return new Sketcher({ pupil, room: school.room, layer, urls, origin, random: seeded(1) })
}

/** What each node tells somebody who comes, once both tell the same. */
async function agreed(one: Sketcher, { school }: WiredSchool): Promise<Y.Doc> {
  const told = () => Promise.all([0, 1].map((node) => one.wholeFrom(school.urlOf(node))))
  const same = async () => {
    const [first, second] = await told().catch(() => [])
    return first !== undefined && Buffer.from(first).equals(second ?? Buffer.of())
  }
  await expect.poll(same, { timeout: patience, interval: 100 }).toBe(true)
  const [whole] = await told()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, whole ?? new Uint8Array())
  return doc
}

it(
  'what is not saved goes along to a node that is cut from Redis',
  { timeout: 240_000 },
  async () => {
    const stage = await openWiredSchool()
    await using _ = stage.school
    const [here, there] = stage.wires
    const ada = await sketcherOn(stage)
    await ada.connect()
    for (let n = 0; n < 5; n += 1) ada.draw()
    await expect.poll(() => ada.allSaved, { timeout: patience }).toBe(true)

    here?.door.cut()
    there?.redis.cut()
    await expect.poll(() => ada.isOpen, { timeout: patience }).toBe(false)
    for (let n = 0; n < 5; n += 1) ada.draw()
    expect(ada.allSaved).toBe(false)
    const drawn = Object.keys(ada.objects)
    const back = async () => {
      if (!ada.isOpen) await ada.connect()
      return ada.isOpen && ada.allSaved
    }
    await expect.poll(back, { timeout: patience, interval: 100 }).toBe(true)
    expect([...ada.saved].sort()).toEqual(drawn.sort())
    expect(ada.refused).toEqual([])

    here?.door.mend()
    there?.redis.mend()
    const doc = await agreed(ada, stage)
    expect([...doc.getMap('o').keys()].sort()).toEqual(drawn)
    ada.close()
  },
)

it(
  'under one client and clock one of two wins, and all see the same',
  { timeout: 240_000 },
  async () => {
    const stage = await openWiredSchool()
    await using _ = stage.school
    const ada = await sketcherOn(stage)
    const { layer, school } = { layer: ada.layer, school: stage.school }
    const { publicUrl: origin } = school.place
    const resets: string[] = []
    const saved: number[] = []
    const twins = await Promise.all(
      [0, 1].map(async (node) => {
        const doc = new Y.Doc()
        doc.clientID = 77
        const url = school.urlOf(node)
        const events = {
          reset: (code: string) => resets.push(code),
          saved: () => saved.push(node),
        }
        return BoardSocket.open({ url, origin, layer, token: await ada.token(url) }, events, doc)
      }),
    )
    for (const { redis } of stage.wires) redis.stall()
    twins.forEach(({ doc }, n) => doc.getMap('o').set(`twin00000${n}`, line(n)))
    await expect.poll(() => [resets, saved.length], { timeout: patience }).toEqual([['forged'], 1])
    for (const { redis } of stage.wires) redis.mend()
    const doc = await agreed(ada, stage)
    expect([...doc.getMap('o').keys()]).toEqual([`twin00000${saved[0]}`])
    for (const twin of twins) twin.close()
  },
)

const line = (w: number) => ({ t: 'line', z: 1, c: 1, w: w + 1, a: [0, 0], b: [9, 9] })
