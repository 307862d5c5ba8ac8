// One class over two server nodes and two sfus: who is on one sees and hears who is on the other, and what
// is decided is enforced on both.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runCli } from '../../server/cli/run.ts'
import { makeLesson } from '../../sfu/testing/media.ts'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { tap } from '../../sfu/testing/tap.ts'
import { pausedOn, playFor, watchesOn } from './played.ts'
import { openSchool, type School } from './school.ts'

const until = { timeout: 60_000, interval: 20 }
let demoMedia: string
let school: School
beforeAll(async () => {
  demoMedia = await makeLesson()
  const nodes = [{ node: 'one', demoMedia }, { node: 'two' }]
  school = await openSchool({ nodes: 2, sfu: nodes })
})
afterAll(async () => {
  await school[Symbol.asyncDispose]()
  await rm(demoMedia, { recursive: true })
})

function sfus(): readonly [TestSfu, TestSfu] {
  const [one, two] = school.place.sfus
  if (one === undefined || two === undefined) throw new Error('there are two')
  return [one, two]
}

/** Once it is noted for the first time. */
const drain = (node: string) =>
  vi.waitFor(async () => {
    const params = { node }
    await school.owner.call('nodes.drain', { params, body: { draining: true } })
  }, until)

it('brings a picture and a voice over, keeps them confirmed, and mutes them at both ends', async () => {
  const [one, two] = sfus()
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  const { camera, microphone } = await playFor(school, teacher, 0)
  await drain('one')
  const wish = [camera, microphone]
  await student.until('both sources', ({ room }) => room.sources.size === 2)
  await watchesOn(two, student, wish)
  const there = () => two.node.rooms.find(({ id }) => id === school.room)
  const sound = await tap(two, school.room, microphone)
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(20), until)
  // No order about it was ever sent there: the report says so, and they are sent.
  await vi.waitFor(() => {
    for (const id of wish) expect(there()?.source(id)?.confirmed).toBe(true)
  }, until)
  await teacher.do('sources.pause', { source: microphone })
  await pausedOn([one, two], school, microphone)
  await teacher.do('sources.close', { source: camera })
  await vi.waitFor(() => expect(there()?.source(camera)).toBeUndefined(), until)
})

/** What the terminal says, beside the servers. */
async function terminal(line: string): Promise<string> {
  const said: string[] = []
  const config = { database: school.place.database, blobs: null, publicUrl: school.place.publicUrl }
  const say = (text: string) => said.push(text)
  await runCli(line.split(' '), () => config, { say, complain: say })
  return said.join('\n')
}

const kindsOf = (log: readonly { decision: { kind: string } }[]) =>
  log.map(({ decision: { kind } }) => kind)

it('shows operators where everybody is and why, what was decided, and what needs an eye', async () => {
  const params = { room: school.room }
  const look = () => school.owner.call('operation.class', { params })
  const { parts } = await look()
  const [teacher] = parts.filter(({ node }) => node === 'one').flatMap(({ people }) => people)
  expect(teacher?.sources).toEqual([{ kind: 'microphone', paused: true }])
  const [student] = parts.filter(({ node }) => node === 'two').flatMap(({ people }) => people)
  const placed = student?.placed?.decision
  if (placed?.kind !== 'placed') throw new Error('the student was placed')
  // Until the sources are there too, they join again and again: then they have been on it.
  expect(['onlyOne', 'together']).toContain(placed.reason.rule)
  expect(placed.reason.among.map(({ node }) => node)).toEqual(['two'])
  await vi.waitFor(async () => {
    expect(kindsOf((await look()).log)).toEqual(expect.arrayContaining(['placed', 'piped']))
  }, until)
  expect(await terminal(`media class ${school.room}`)).toMatch(
    /one \(draining\)[^]+with microphone \(off\)[^]+two \(up\)[^]+two \d+ % of its limit by/,
  )
  await drain('two')
  await vi.waitFor(async () => {
    const { alerts } = await school.owner.call('operation.alerts', {})
    expect(alerts.map(({ alert }) => alert)).toContain('LyceumNoMedia')
  }, until)
  expect(kindsOf((await look()).log)).toContain('drained')
  expect(await terminal(`media log ${school.room}`)).toMatch(
    /piped from one to two: (camera|microphone) of [^]+two drains/,
  )
  const { classes, capacity } = await school.owner.call('operation.classes', {})
  expect(capacity).toMatchObject({ open: 0, draining: 2 })
  expect(classes).toMatchObject([{ room: school.room, state: 'live', verdict: 'noNodes' }])
  expect(await terminal('media classes')).toContain('no media nodes')
  expect(await terminal('media alerts')).toContain('docs/runbooks.md#lyceumnomedia')
})
