// A file that speaks and shows in class for somebody.
import { SfuPool } from '../../server/media/pool.ts'
import { newId } from '../../shared/ids.ts'
import { testSecret } from '../../sfu/testing/startTestSfu.ts'
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
