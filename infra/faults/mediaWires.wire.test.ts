// Two servers and two sfus, with a wire of ours between one server and one sfu: while it is cut, the class is
// whole, because the other server asks for both; when nobody hears the sfu, its people go on with the other.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { SfuPool } from '../../server/media/pool.ts'
import { makeLesson } from '../../sfu/testing/media.ts'
import { startTestSfu, testSecret, type TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { tap } from '../../sfu/testing/tap.ts'
import { freshDatabase } from '../test/postgres.ts'
import { freePort } from '../test/programs.ts'
import { freshRedis } from '../test/redis.ts'
import { playFor } from '../wire/played.ts'
import { openSchool, type School } from '../wire/school.ts'
import { TcpProxy } from '../test/tcpProxy.ts'

const until = { timeout: 60_000, interval: 50 }
const { rtpCapabilities } = new SfuPool({ urls: [], secret: testSecret, node: 'test' })
let school: School
let one: TestSfu
let two: TestSfu
/** From each server to the first sfu. */
let wires: readonly TcpProxy[]
let demoMedia: string

beforeAll(async () => {
  demoMedia = await makeLesson()
  const ready = Promise.withResolvers<{ one: TestSfu; two: TestSfu; wires: TcpProxy[] }>()
  school = await openSchool({}, async (_, close) => {
    const database = close.use(await freshDatabase())
    const redis = close.use(await freshRedis())
    const first = close.use(await startTestSfu({ node: 'one', demoMedia }))
    const second = close.use(await startTestSfu({ node: 'two' }))
    const target = Number(new URL(first.url).port)
    const lines = [0, 1].map(async () => close.use(await TcpProxy.open(() => target)))
    const between = await Promise.all(lines)
    ready.resolve({ one: first, two: second, wires: between })
    const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-school-')), (path) =>
      rm(path, { recursive: true, force: true }),
    )
    const nodes = await Promise.all(
      between.map(async (wire) => {
        const port = await freePort()
        const sfus = [`ws://127.0.0.1:${wire.port}`, second.url]
        const url = `http://127.0.0.1:${port}`
        return { port, url, database: database.url, redis: redis.url, sfus }
      }),
    )
    const publicUrl = `http://localhost:${nodes[0]?.port ?? 0}`
    return { publicUrl, nodes, folder, database: database.url, sfus: [first, second] }
  })
  ;({ one, two, wires } = await ready.promise)
})
afterAll(async () => {
  await school[Symbol.asyncDispose]()
  await rm(demoMedia, { recursive: true })
})

const closings = async () =>
  (await school.readLog()).filter(
    ({ type }) => type === 'sources.closed' || type === 'sources.lost',
  )

it('a wire between a server and an sfu is cut: nothing is lost, and all of it can still be asked', async () => {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  const { camera, microphone } = await playFor(school, teacher, 0)
  await student.until('both sources', ({ room }) => room.sources.size === 2)
  wires[1]?.cut()
  const wish = [camera, microphone]
  // Newcomers of that server go where it is heard by itself; what they wish comes from where it is not.
  await vi.waitFor(async () => {
    const { incarnation, consumers } = await student.ask('media.join', { rtpCapabilities, wish })
    expect(incarnation).toBe(two.node.incarnations[0])
    expect(consumers).toHaveLength(2)
  }, until)
  const sound = await tap(two, school.room, microphone)
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(20), until)
  const known = await closings()
  await teacher.do('sources.pause', { source: microphone })
  await vi.waitFor(() => {
    for (const sfu of [one, two]) {
      const room = sfu.node.rooms.find(({ id }) => id === school.room)
      expect(room?.source(microphone)?.paused).toBe(true)
    }
  }, until)
  // By now the server that was cut has given up, were it to give up at all.
  const sent = sound.packets
  await teacher.do('sources.resume', { source: microphone })
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(sent + 200), until)
  expect(await closings()).toEqual(known)
  wires[1]?.mend()
})

it('an sfu that no server hears is given up, and told to its people', async () => {
  const student = await school.join('student', { node: 1 })
  await student.until('both sources', ({ room }) => room.sources.size === 2)
  for (const wire of wires) wire.stall()
  await student.until('no source', ({ room }) => room.sources.size === 0)
  for (const wire of wires) wire.mend()
})
