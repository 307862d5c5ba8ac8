// An example of every route about one's own stream keys.
import type { streamKeysRoutes } from '../../../shared/contract/http/streamKeys.ts'
import type { ExamplesOf } from './example.ts'
import type { Scene } from './scene.ts'

const encoder = { label: 'Bag', opens: true }

/** The only one there is: nobody has endless many. */
async function made({ browsers: { student } }: Scene) {
  const { keys } = await student.call('streamKeys.list', {})
  for (const { key } of keys) await student.call('streamKeys.revoke', { params: { key } })
  const { key } = await student.call('streamKeys.make', { body: encoder })
  return { params: { key } }
}

export const streamKeyExamples: ExamplesOf<typeof streamKeysRoutes> = {
  'streamKeys.list': { as: 'student', input: () => ({}) },
  'streamKeys.make': { as: 'student', input: () => ({ body: encoder }) },
  'streamKeys.rotate': { as: 'student', input: made },
  'streamKeys.revoke': { as: 'student', input: made },
}
