// A drain is cancelled while people move: who has moved stays there, who has not stays where they are, and nobody
// and nothing of anybody is lost or doubled.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { DrainScene, until } from './drainScene.ts'

const people = 10
const speakers = 2
let scene: DrainScene
beforeAll(async () => {
  scene = await DrainScene.open()
})
afterAll(() => scene[Symbol.asyncDispose]())

const seatsOn = ({ node }: TestSfu) => node.rooms.flatMap((room) => room.peers.map(sessionOf))
const sessionOf = ({ seat: { session } }: { seat: { session: string } }) => session
const byPlace = () => scene.school.place.sfus.map((sfu) => seatsOn(sfu).toSorted())
const hearing = () => scene.peers.map(({ hears }, n) => hears + (n < speakers ? 1 : 0))
const allHear = () => {
  expect(hearing()).toEqual(Array.from({ length: people }, () => speakers))
}

const movesTold = () => scene.pupils.flatMap((pupil) => pupil.signals).filter(isMove).length
const isMove = ({ name }: { name: string }) => name === 'media.move'

/** By what servers note of it: they ask who is to move more often than they note. */
async function laterBy(ms: number): Promise<void> {
  const heardAt = async () => {
    const { media } = await scene.school.owner.call('nodes.list', {})
    return Math.min(...media.map((node) => node.heardAt))
  }
  const since = await heardAt()
  await vi.waitFor(async () => expect(await heardAt()).toBeGreaterThan(since + ms), until)
}

it('leaves everybody where they are then, and nothing is lost or doubled', async () => {
  for (let n = 0; n < people; n += 1) await scene.enter({ speaks: n < speakers })
  await vi.waitFor(allHear, until)
  const from = scene.school.place.sfus.find((sfu) => seatsOn(sfu).length === people)
  if (from === undefined) throw new Error('the class is not on one node')
  await scene.drain(from.node.name, true)
  await vi.waitFor(() => expect(movesTold()).toBeGreaterThan(0), until)
  await scene.drain(from.node.name, false)
  // Who was asked before it was heard goes, and leaves nothing behind.
  const isOver = () => {
    expect(byPlace().flat()).toHaveLength(people)
    expect(byPlace().flat().length - seatsOn(from).length).toBe(movesTold())
  }
  await vi.waitFor(isOver, until)
  const [told, places] = [movesTold(), byPlace()]
  expect(told).toBeLessThan(people)
  await laterBy(3_000)
  expect(movesTold()).toBe(told)
  expect(byPlace()).toEqual(places)
  expect(new Set(places.flat())).toEqual(new Set(scene.pupils.map(({ session }) => session)))
  await vi.waitFor(allHear, until)
  expect(scene.peers.map(({ losses }) => losses)).toEqual(scene.peers.map(() => 0))
  const { sources } = scene.pupils[0]!.room
  expect(sources.size).toBe(speakers)
  for (const { session, incarnation } of sources.values()) {
    const there = scene.school.place.sfus.find(({ node }) =>
      node.incarnations.includes(incarnation),
    )
    expect(seatsOn(there!)).toContain(session)
  }
  const { media } = await scene.school.owner.call('nodes.list', {})
  expect(media.map(({ draining, empty }) => [draining, empty])).toEqual([
    [false, false],
    [false, false],
  ])
})
