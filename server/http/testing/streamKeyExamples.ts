// An example of every route about one's own stream keys.
import type { streamKeysRoutes } from '../../../shared/contract/http/streamKeys.ts'
import type { ExamplesOf } from './example.ts'
import type { Scene } from './scene.ts'

const encoder = { label: 'Bag', opens: true }

async function made({ browsers }: Scene) {
  const { key } = await browsers.student.call('streamKeys.make', { body: encoder })
  return { params: { key } }
}

export const streamKeyExamples: ExamplesOf<typeof streamKeysRoutes> = {
  'streamKeys.list': { as: 'student', input: () => ({}) },
  'streamKeys.make': { as: 'student', input: () => ({ body: encoder }) },
  'streamKeys.rotate': { as: 'student', input: made },
  'streamKeys.revoke': { as: 'student', input: made },
}
