// Two servers and two sfus, with wires of ours between them: while one of a server is cut, the class is whole,
// because the other server asks for both; between sfus, what is piped stands still and goes on; when nobody
// hears an sfu, its people go on with the other.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeLesson } from '../../sfu/testing/media.ts'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { tap } from '../../sfu/testing/tap.ts'
import { pausedOn, playFor, watchesOn } from '../wire/played.ts'
import { openSchool, usualPlace, type School } from '../wire/school.ts'
import { freePort } from '../system.ts'
import { TcpProxy } from '../test/tcpProxy.ts'
import { PipeWire } from './pipeWire.ts'

const until = { timeout: 60_000, interval: 50 }
let school: School
let one: TestSfu
let two: TestSfu
/** From each server to the first sfu. */
let wires: readonly TcpProxy[]
/** Between the two sfus. */
let pipe: PipeWire
let demoMedia: string

const ends = [
  { bound: '127.0.0.1', announced: '127.0.0.41' },
  { bound: '127.0.0.1', announced: '127.0.0.42' },
] as const
/** As many as this test has pipes at once, and some to choose from. */
const portsFrom = (min: number) => ({ min, max: min + 19 })

beforeAll(async () => {
  demoMedia = await makeLesson()
  const ports = portsFrom(await freePort())
  const sfu = [
    { node: 'one', demoMedia, pipes: { announced: ends[0].announced, ports } },
    { node: 'two', pipes: { announced: ends[1].announced, ports } },
  ]
  pipe = await PipeWire.open(ends, ports)
  const between: TcpProxy[] = []
  school = await openSchool({ nodes: 2, sfu }, async (options, close) => {
    const place = await usualPlace(options, close)
    const [first = '', ...others] = place.sfus.map(({ url }) => url)
    const open = () => TcpProxy.open(() => Number(new URL(first).port))
    for (const _ of place.nodes) between.push(close.use(await open()))
    const sfusBy = ({ port }: TcpProxy) => [`ws://127.0.0.1:${port}`, ...others]
    const nodes = place.nodes.map((node, n) => {
      const wire = between[n]
      return wire === undefined ? node : { ...node, sfus: sfusBy(wire) }
    })
    return { ...place, nodes }
  })
  wires = between
  const [first, second] = school.place.sfus
  if (first === undefined || second === undefined) throw new Error('there are two')
  one = first
  two = second
})
afterAll(async () => {
  await school[Symbol.asyncDispose]()
  await pipe[Symbol.asyncDispose]()
  await rm(demoMedia, { recursive: true })
})

const closings = async () =>
  (await school.readLog()).filter(
    ({ type }) => type === 'sources.closed' || type === 'sources.incarnationLost',
  )

it('a wire between a server and an sfu is cut: nothing is lost, and all of it can still be asked', async () => {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  const { camera, microphone } = await playFor(school, teacher, 0)
  await student.until('both sources', ({ room }) => room.sources.size === 2)
  wires[1]?.cut()
  const wish = [camera, microphone]
  // Newcomers of that server go where it is heard by itself; what they wish comes from where it is not.
  await watchesOn(two, student, wish)
  const sound = await tap(two, school.room, microphone)
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(20), until)
  const known = await closings()
  await teacher.do('sources.pause', { source: microphone })
  await pausedOn([one, two], school, microphone)
  // By now the server that was cut has given up, were it to give up at all.
  const sent = sound.packets
  await teacher.do('sources.resume', { source: microphone })
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(sent + 200), until)
  expect(await closings()).toEqual(known)
  wires[1]?.mend()
})

it('a wire between two sfus is cut: what comes over it stands still, is not given up, and goes on', async () => {
  const student = await school.join('student', { node: 1 })
  const wish = [...student.room.sources.keys()]
  expect(wish).toHaveLength(2)
  await watchesOn(two, student, wish)
  const microphone = wish.find((id) => student.room.sources.get(id)?.kind === 'microphone')!
  const sound = await tap(two, school.room, microphone)
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(20), until)
  const known = await closings()
  pipe.cut()
  await vi.waitFor(() => expect(pipe.lost).toBeGreaterThan(50), until)
  const heard = sound.packets
  await vi.waitFor(() => expect(pipe.lost).toBeGreaterThan(300), until)
  expect(sound.packets).toBe(heard)
  pipe.mend()
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(heard + 50), until)
  expect(await closings()).toEqual(known)
})

it('an sfu that no server hears is given up, and told to its people', async () => {
  const student = await school.join('student', { node: 1 })
  await student.until('both sources', ({ room }) => room.sources.size === 2)
  for (const wire of wires) wire.stall()
  await student.until('no source', ({ room }) => room.sources.size === 0)
  for (const wire of wires) wire.mend()
})
