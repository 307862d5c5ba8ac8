// Two servers and two sfus, with wires of ours between them: while one of a server is cut, the class is whole,
// because the other server asks for both; between sfus, what is piped stands still for a moment and goes on; when
// nobody hears an sfu, its people go on with the other.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { tap } from '../../sfu/testing/tap.ts'
import { pausedOn, playFor, watchesOn } from '../wire/played.ts'
import { openWiredSfus, type WiredSfus } from './media/wiredSfus.ts'

const until = { timeout: 60_000, interval: 50 }
let wired: WiredSfus

beforeAll(async () => {
  wired = await openWiredSfus()
})
afterAll(() => wired[Symbol.asyncDispose]())

const closings = async () =>
  (await wired.school.readLog()).filter(
    ({ type }) => type === 'sources.closed' || type === 'sources.incarnationLost',
  )

it('a wire between a server and an sfu is cut: nothing is lost, and all of it can still be asked', async () => {
  const { school, one, two, wires } = wired
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

it('a wire between two sfus is cut for a moment: what comes over it stands still, is not given up, and goes on', async () => {
  const { school, two, pipe } = wired
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
  await vi.waitFor(() => expect(pipe.lost).toBeGreaterThan(150), until)
  expect(sound.packets).toBe(heard)
  pipe.mend()
  await vi.waitFor(() => expect(sound.packets).toBeGreaterThan(heard + 50), until)
  expect(await closings()).toEqual(known)
})

it('an sfu that no server hears is given up, and told to its people', async () => {
  const { school, wires } = wired
  const student = await school.join('student', { node: 1 })
  await student.until('both sources', ({ room }) => room.sources.size === 2)
  for (const wire of wires) wire.stall()
  await student.until('no source', ({ room }) => room.sources.size === 0)
  for (const wire of wires) wire.mend()
})
