// A file that speaks and shows in class for somebody, and how that comes to people on another media node.
import { expect, vi } from 'vitest'
import { SfuPool } from '../../server/media/pool.ts'
import { newId, type SourceId } from '../../shared/ids.ts'
import { testSecret, type TestSfu } from '../../sfu/testing/startTestSfu.ts'
import type { Pupil } from './pupil.ts'
import type { School } from './school.ts'

/** A file speaks and shows for the pupil, as their browser would: real packets through the worker. */
export async function playFor(school: School, pupil: Pupil, node: number) {
  const { participant, session } = pupil
  const { room } = school
  await using closing = new AsyncDisposableStack()
  const plane = new SfuPool({ urls: [school.sfu.url], secret: testSecret, node: 'test' })
  closing.defer(() => {
    plane.close()
  })
  await new Promise((resolve) => plane.on('nodeUp', resolve))
  const sources = { camera: newId<'source'>(), microphone: newId<'source'>() }
  const file = { file: 'lesson.webm', stage: [] }
  const place = await plane.play({ room, participant, session, ...sources, ...file })
  for (const kind of ['camera', 'microphone'] as const) {
    const input = { source: sources[kind], participant, session, kind, ...place, paused: false }
    await school.live(node).rooms.submit(room, { name: 'sources.open', input, actor: 'system' })
  }
  return sources
}

const until = { timeout: 60_000, interval: 20 }
/** What any client of an sfu can receive. */
export const { rtpCapabilities } = new SfuPool({ urls: [], secret: testSecret, node: 'test' })

/** Until the pupil has a seat on that node, and a consumer for each of the sources. */
export function watchesOn(sfu: TestSfu, pupil: Pupil, wish: SourceId[]): Promise<void> {
  return vi.waitFor(async () => {
    const joined = await pupil.ask('media.join', { rtpCapabilities, wish })
    expect(joined.incarnation).toBe(sfu.node.incarnations[0])
    expect(joined.consumers).toHaveLength(wish.length)
  }, until)
}

/** Until the source is paused on each of the nodes. */
export function pausedOn(sfus: readonly TestSfu[], { room: id }: School, source: SourceId) {
  return vi.waitFor(() => {
    for (const { node } of sfus) {
      const room = node.rooms.find((one) => one.id === id)
      expect(room?.source(source)?.paused).toBe(true)
    }
  }, until)
}

/** What this person's connection receives at the school's sfu. */
export function watchedBy({ sfu, room: id }: School, pupil: Pupil): SourceId[] | undefined {
  const { participant, session } = pupil
  const room = sfu.node.rooms.find((one) => one.id === id)
  return room?.peer({ room: id, participant, session }).watched.map(({ source }) => source.id)
}
