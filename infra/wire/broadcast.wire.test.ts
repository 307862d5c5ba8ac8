// An encoder comes in with a stream key, and the class watches: real RTMP by ffmpeg, a real recorder, a real server, and
// what a player fetches checked by the rules of HLS.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { hlsPath, mainPlaylist } from '../../shared/contract/recorder.ts'
import type { Broadcast } from '../../shared/room/broadcast.ts'
import { breachesOf } from '../test/hls/rules.ts'
import { Publisher } from '../test/hls/publisher.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const patience = { timeout: 30_000, interval: 50 }

let school: School
let teacher: Pupil
let student: Pupil
let publisher: Publisher | null = null

beforeAll(async () => {
  school = await openSchool({ recorder: true })
  teacher = await school.join('instructor')
  student = await school.join('student')
}, 120_000)
afterAll(async () => {
  await publisher?.[Symbol.asyncDispose]()
  await school[Symbol.asyncDispose]()
})

const current = (pupil: Pupil) => pupil.connection.room.broadcast.current

async function begun(pupil: Pupil): Promise<Broadcast> {
  await vi.waitFor(() => expect(current(pupil)).not.toBeNull(), patience)
  return current(pupil)!
}

async function fetched(pupil: Pupil, file: string, more: { token?: string } = {}) {
  const { broadcast, node } = await begun(pupil)
  const token = more.token ?? (await pupil.ask('broadcast.watch', {})).token
  const address = new URL(`${hlsPath(node, broadcast)}${file}`, school.urlOf(0))
  return fetch(address, { headers: { Authorization: `Bearer ${token}` } })
}

describe('an encoder', () => {
  test('that comes in with a key of the class is watched by the class', async () => {
    const { secret } = await teacher.ask('broadcast.makeKey', { label: 'Hall', opens: true })
    const server = await vi.waitFor(async () => {
      const { servers } = await teacher.ask('broadcast.keys', {})
      expect(servers).toHaveLength(1)
      return servers[0]
    }, patience)
    publisher = new Publisher(`${server}/${secret}`)
    await begun(student)
    const main = await vi.waitFor(async () => {
      const answer = await fetched(student, mainPlaylist)
      expect(answer.status).toBe(200)
      return answer.text()
    }, patience)
    expect(main).toContain('#EXT-X-STREAM-INF')
    const media = await fetched(student, 'video.m3u8')
    expect(breachesOf(await media.text())).toEqual([])
  })

  test('is seen by staff as it is, and by nobody else', async () => {
    await vi.waitFor(() => {
      const told = teacher.signals.filter(({ name }) => name === 'broadcast.health')
      expect(told.at(-1)?.data).toMatchObject({ health: { picture: { width: 640 } } })
    }, patience)
    expect(student.signals.filter(({ name }) => name === 'broadcast.health')).toEqual([])
  })

  test('is shown to nobody without a token of that class', async () => {
    expect((await fetched(student, 'video.m3u8', { token: 'none' })).status).toBe(401)
    const other = await school.newClass()
    const stranger = await school.join('student', { room: other })
    await expect(stranger.ask('broadcast.watch', {})).rejects.toMatchObject({ code: 'missing' })
  })

  test('that is cut off comes back into the same broadcast', async () => {
    const { broadcast } = await begun(student)
    await publisher?.cut()
    await vi.waitFor(() => expect(current(student)?.interruptedAt).not.toBeNull(), patience)
    await publisher?.again()
    await vi.waitFor(() => expect(current(student)?.interruptedAt).toBeNull(), patience)
    expect(current(student)?.broadcast).toBe(broadcast)
  })

  test('is sent away when staff ends it, and begins nothing while that was just now', async () => {
    await teacher.do('broadcast.stop', {})
    await publisher?.gone()
    expect(current(student)).toBeNull()
    await publisher?.again()
    await publisher?.gone()
    expect(current(student)).toBeNull()
  })
})
