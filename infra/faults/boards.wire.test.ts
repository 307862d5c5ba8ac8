// Two nodes, one PostgreSQL, one Redis, wires of ours between them, and people of both nodes who draw on one
// page without a pause: whatever breaks, all copies become the same and every stroke is there that was shown
// as saved.
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { seeded } from '../../server/log/testing/world.ts'
import { clusterFaults, type Fault } from './clusterFaults.ts'
import { intensity, isLong } from './intensity.ts'
import { openWiredSchool, type WiredSchool } from './wires.ts'
import { newPage } from './boards/page.ts'
import { Sketcher } from './boards/sketcher.ts'

const people = intensity(8, 20)
const patience = 60_000
const named = ['node-killed', 'redis-cut', 'database-killed']
const short = ['node-killed', 'database-killed']
const chosen = clusterFaults.filter(({ name }) => (isLong() ? named : short).includes(name))

async function sketchers({ school }: WiredSchool): Promise<Sketcher[]> {
  const teacher = await school.join('instructor')
  const layer = await newPage(teacher)
  const urls = [0, 1].map((node) => school.urlOf(node))
  const all: Sketcher[] = []
  for (let n = 0; n < people; n += 1) {
    const node = n % 2
    const pupil = await school.join('student', { node })
    pupil.line.alsoTry([school.urlOf(1 - node)])
    const own = node === 0 ? urls : urls.toReversed()
    const { publicUrl: origin } = school.place
    all.push(
      new Sketcher({ pupil, room: school.room, layer, urls: own, origin, random: seeded(n) }),
    )
  }
  return all
}

/** Everybody is connected, has everything saved and sees the same. */
async function settled(all: readonly Sketcher[]): Promise<void> {
  const apart = async () => {
    await Promise.all(all.filter(({ isOpen }) => !isOpen).map((one) => one.connect()))
    const [first] = all
    return all
      .filter((one) => !one.isOpen || !one.allSaved || !sameDocument(one.doc, first?.doc))
      .map(({ name }) => name)
  }
  await expect.poll(apart, { timeout: patience, interval: 100 }).toEqual([])
}

function sameDocument(one: Y.Doc, other: Y.Doc | undefined): boolean {
  if (other === undefined) return false
  const [a, b] = [one, other].map((doc) => Y.snapshot(doc))
  return a !== undefined && b !== undefined && Y.equalSnapshots(a, b)
}

async function prove(fault: Fault): Promise<void> {
  const stage = await openWiredSchool()
  await using _ = stage.school
  const all = await sketchers(stage)
  const stop = new AbortController()
  const lives = all.map((one) => one.live(stop.signal))
  const savedBy = () => all.reduce((sum, { saved }) => sum + saved.size, 0)
  const more = (count: number) => {
    const goal = savedBy() + count
    return expect.poll(savedBy, { timeout: patience, interval: 50 }).toBeGreaterThan(goal)
  }
  await more(people * 5)
  await fault.run(stage)
  await more(people * 5)
  stop.abort()
  await Promise.all(lives)
  await settled(all)
  for (const { saved, deleted, objects, refused } of all) {
    expect([...saved].filter((id) => !deleted.has(id) && !(id in objects))).toEqual([])
    expect(refused).toEqual([])
  }
  expect(await copies(stage, all)).toEqual([true])
  for (const one of all) one.close()
}

/** Whether what the nodes hold is the same byte for byte. */
async function copies({ school }: WiredSchool, all: readonly Sketcher[]): Promise<boolean[]> {
  const [one, other] = await Promise.all(
    [0, 1].map(async (node) => all[0]?.wholeFrom(school.urlOf(node))),
  )
  return [one !== undefined && one.length > 100 && Buffer.from(one).equals(other ?? Buffer.of())]
}

describe('boards become the same again, with all that was saved, after', () => {
  for (const fault of chosen) it(fault.name, { timeout: 240_000 }, () => prove(fault))
})
