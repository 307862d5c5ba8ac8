// Two server nodes, one sfu: what is decided on one node is enforced on people of the other, down to the
// packets.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Refusal } from '../../shared/errors.ts'
import { makeLesson, opus } from '../../sfu/testing/media.ts'
import { tap } from '../../sfu/testing/tap.ts'
import { playFor, rtpCapabilities } from './played.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const until = { timeout: 60_000, interval: 20 }
let demoMedia: string
let school: School
beforeAll(async () => {
  demoMedia = await makeLesson()
  school = await openSchool({ nodes: 2, sfu: { demoMedia } })
})
afterAll(async () => {
  await school[Symbol.asyncDispose]()
  await rm(demoMedia, { recursive: true })
})

const more = (count: { packets: number }, than: number) =>
  vi.waitFor(() => {
    expect(count.packets).toBeGreaterThan(than)
  }, until)

it('mutes somebody who is on another node, and the sfu stops forwarding', async () => {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  const { camera, microphone } = await playFor(school, student, 1)
  const pausedBy = ({ room }: Pupil) => room.sources.get(microphone)?.paused
  await teacher.until('both sources', ({ room }) => room.sources.size === 2)
  const [picture, sound] = [
    await tap(school.sfu, school.room, camera),
    await tap(school.sfu, school.room, microphone),
  ]
  await more(sound, 20)

  await teacher.do('sources.mute', { participant: student.participant })
  for (const pupil of [teacher, student])
    await pupil.until('the mute', (one) => pausedBy(one) === 'staff')
  const atSfu = () => school.sfu.node.rooms[0]?.source(microphone)?.producer.paused
  await vi.waitFor(() => expect(atSfu()).toBe(true), until)
  // What was under way arrives before the next pictures do.
  await more(picture, picture.packets + 5)
  const { packets } = sound
  await more(picture, picture.packets + 30)
  expect(sound.packets).toBe(packets)

  await student.do('sources.resume', { source: microphone })
  await teacher.until('the voice again', (one) => pausedBy(one) === null)
  await more(sound, packets + 20)
  await teacher.do('sources.stop', { source: camera })
  await student.until('the camera gone', ({ room }) => !room.sources.has(camera))
  await vi.waitFor(() => {
    expect(school.sfu.node.rooms[0]?.source(camera)).toBeUndefined()
  }, until)
})

const seatOf = ({ participant, session }: Pupil) => ({ room: school.room, participant, session })
const roomAtSfu = () => school.sfu.node.rooms.find(({ id }) => id === school.room)

it('ends what people watch when they may not see cameras any more', async () => {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  const watcher = await school.join('student', { node: 1 })
  const { camera, microphone } = await playFor(school, student, 1)
  await watcher.until('both sources', ({ room }) => room.sources.has(microphone))
  const wish = [camera, microphone]
  const watched = () =>
    roomAtSfu()
      ?.peer(seatOf(watcher))
      .watched.map(({ source }) => source.id)
  await vi.waitFor(async () => {
    await watcher.ask('media.join', { rtpCapabilities, wish })
    expect(watched()).toEqual(wish)
  }, until)
  await teacher.do('class.configure', { forbidden: ['media.seeCameras'] })
  await vi.waitFor(() => expect(watched()).toEqual([microphone]), until)
  const { removed, consumers } = await watcher.ask('media.watch', { wish })
  expect(removed).toHaveLength(1)
  expect(consumers).toEqual([])
  await teacher.do('class.configure', { forbidden: [] })
  await watcher.until('cameras again', ({ room }) => room.class.forbidden.length === 0)
  expect((await watcher.ask('media.watch', { wish })).consumers).toHaveLength(1)
})

it('ends what people send and receive whom staff of another node send out', async () => {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  const { camera } = await playFor(school, teacher, 0)
  await student.until('the camera', ({ room }) => room.sources.has(camera))
  await student.ask('media.join', { rtpCapabilities, wish: [camera] })
  const own = await playFor(school, student, 1)
  await teacher.until('their camera', ({ room }) => room.sources.has(own.camera))
  const order = { participant: student.participant, reason: '' }
  await teacher.do('moderation.toLobby', order)
  await vi.waitFor(() => {
    expect(roomAtSfu()?.source(own.camera)).toBeUndefined()
    expect(() => roomAtSfu()?.peer(seatOf(student))).toThrow()
  }, until)
  await student.until('the corridor', ({ connection }) => connection.viewer?.kind === 'waiting')
  const joining = student.ask('media.join', { rtpCapabilities, wish: [camera] })
  await expect(joining).rejects.toMatchObject({ code: 'forbidden' })
  await teacher.do('lobby.admit', { participants: [student.participant] })
  await student.until('the class', ({ connection }) => connection.viewer?.kind === 'member')
  const { consumers } = await student.ask('media.join', { rtpCapabilities, wish: [camera] })
  expect(consumers).toHaveLength(1)
})

it('closes at the sfu at once what the class refuses', async () => {
  const laptop = await school.join('student', { node: 0 })
  const { send } = await laptop.ask('media.join', { rtpCapabilities, wish: [] })
  await school.join('student', { node: 0, like: laptop })
  const input = { transport: send.id, kind: 'microphone', rtpParameters: opus(77), paused: false }
  await expect(laptop.ask('media.publish', input as never)).rejects.toMatchObject({
    refusal: { code: 'conflict', reason: 'not-holder' },
  })
  // Far sooner than the 10 s after which a source that nobody confirmed closes by itself.
  const gone = () => expect(roomAtSfu()?.sourcesOf(seatOf(laptop))).toEqual([])
  await vi.waitFor(gone, { timeout: 4_000, interval: 20 })
})

it('passes what is volatile to people of the other node', async () => {
  const here = await school.join('student', { node: 0 })
  const there = await school.join('student', { node: 1 })
  const typing = (from: Pupil) => (pupil: Pupil) =>
    pupil.signals.some((one) => one.name === 'chat.typing' && one.from === from.participant)
  here.connection.signal('chat.typing', {})
  await Promise.all([here, there].map((pupil) => pupil.until('typing', typing(here))))
  there.connection.signal('chat.typing', {})
  await Promise.all([here, there].map((pupil) => pupil.until('typing', typing(there))))
  const heard = here.signals.filter(({ from }) => from === there.participant)
  expect(heard).toHaveLength(1)
})

it('lets nobody open sources as fast as machines ask', async () => {
  await using limited = await openSchool({ sfu: true, limited: true })
  const student = await limited.join('student')
  const { send } = await student.ask('media.join', { rtpCapabilities, wish: [] })
  const input = { transport: send.id, kind: 'microphone', paused: false }
  const publish = (ssrc: number) =>
    student.ask('media.publish', { ...input, rtpParameters: opus(ssrc) } as never)
  const asked = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => publish(900 + n)))
  const codes = asked.map((one) =>
    one.status === 'fulfilled' ? 'ok' : (one.reason as { refusal: Refusal }).refusal.code,
  )
  expect(codes).toContain('rateLimited')
})
