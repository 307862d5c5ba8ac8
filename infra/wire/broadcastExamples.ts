// Examples of what is asked of a broadcast.
import type {
  CommandName,
  InputOf,
  RequestInput,
  RequestName,
} from '../../shared/contract/index.ts'
import { newId } from '../../shared/ids.ts'
import { createStreamKeys } from '../../server/broadcast/streamKeys.ts'
import type { Example, Scene } from './scene.ts'

type Names = Extract<CommandName, `broadcast.${string}`>

const encoder = { label: 'Hall', opens: true }
const fresh = () => ({ broadcast: newId<'broadcast'>() })

/** Something goes out. */
async function begin({ school, room }: Scene): Promise<void> {
  const input = { ...fresh(), node: 'recorder', opens: false }
  await school.live().rooms.submit(room, { name: 'broadcast.begin', input, actor: 'system' })
}

export const broadcastExamples: { readonly [Name in Names]: Example<InputOf<Name>> } = {
  'broadcast.begin': { input: () => ({ ...fresh(), node: 'recorder', opens: false }) },
  'broadcast.interrupt': { input: fresh },
  'broadcast.resume': { input: fresh },
  'broadcast.end': { input: () => ({ ...fresh(), reason: 'lost' }) },
  'broadcast.stop': { before: begin, input: () => ({}) },
}

/** A key of the class. */
async function made({ school, room }: Scene) {
  const { key } = await createStreamKeys({ db: school.db, now: Date.now }).make({ room }, encoder)
  return { key }
}

type Asked = Extract<RequestName, `broadcast.${string}`>

export const broadcastRequestExamples: {
  readonly [Name in Asked]: Example<RequestInput<Name>>
} = {
  'broadcast.watch': {
    input: async (scene) => {
      await begin(scene)
      return {}
    },
  },
  'broadcast.keys': { input: () => ({}) },
  'broadcast.makeKey': { input: () => encoder },
  'broadcast.rotateKey': { input: made },
  'broadcast.revokeKey': { input: made },
}
