// A media worker dies in class: all are told, what it carried is gone from the stage, and everybody can
// publish again at once. What browsers make of it is tested with browsers.
import { expect, it } from 'vitest'
import { joinMedia, voice } from '../wire/examples.ts'
import type { Pupil } from '../wire/pupil.ts'
import { openSchool, type School } from '../wire/school.ts'
import { comparable, expectedRoom } from '../wire/truth.ts'
import { intensity } from './intensity.ts'

async function speak(pupil: Pupil) {
  const { incarnation, send } = await joinMedia(pupil)
  const kind = 'microphone' as const
  const call = { transport: send.id, kind, rtpParameters: voice(), paused: false }
  return { incarnation, source: (await pupil.ask('media.publish', call)).source }
}

/** What the sfu really has open. */
const actual = ({ sfu }: School) =>
  sfu.node.rooms.flatMap((room) => room.sources.map(({ id }) => id))

it(
  'SIGKILL of a media worker: the class goes on with new media',
  { timeout: 300_000 },
  async () => {
    await using school = await openSchool({ sfu: true, nodes: 2 })
    const teacher = await school.join('instructor')
    const student = await school.join('student', { node: 1 })
    const both = [teacher, student]
    for (let round = 0; round < intensity(2, 10); round += 1) {
      const before = await Promise.all(both.map(speak))
      await Promise.all(
        both.map((p) => p.until('two voices', ({ room }) => room.sources.size === 2)),
      )
      const { incarnation } = before[0]!
      const told = ({ signals }: Pupil) =>
        signals.some(
          ({ name, data }) =>
            name === 'media.lost' && (data as { incarnation: string }).incarnation === incarnation,
        )
      process.kill(school.sfu.node.workers.alive[0]?.worker.pid ?? 0, 'SIGKILL')
      await Promise.all(both.map((p) => p.until('the news', told)))
      await Promise.all(
        both.map((p) => p.until('an empty stage', ({ room }) => room.sources.size === 0)),
      )

      const after = await Promise.all(both.map(speak))
      expect(after.map((one) => one.incarnation)).not.toContain(incarnation)
      await Promise.all(
        both.map((p) => p.until('two voices', ({ room }) => room.sources.size === 2)),
      )
      expect(actual(school).sort()).toEqual(after.map(({ source }) => source).sort())
      await student.say(`heard again ${round}`)
    }
    const log = await school.readLog()
    const lost = log.filter(({ type }) => type === 'sources.incarnationLost')
    expect(new Set(lost.map(({ body }) => JSON.stringify(body))).size).toBe(lost.length)
    for (const pupil of both) {
      await pupil.until('the whole log', ({ connection }) => connection.have.seq >= log.length)
      const seen = expectedRoom(log, pupil.connection.viewer!)
      expect(comparable(pupil.room)).toBe(comparable(seen))
    }
  },
)
