// An example of every command about breakout rooms, for the tests of table × doors, and a scene with such rooms.
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import type { BreakoutId } from '../../shared/ids.ts'
import type { Example, Scene } from './scene.ts'

type Names = Extract<CommandName, `breakouts.${string}`>

const plan = { names: ['Owls', 'Foxes'], assign: 'nobody', choice: true } as const

async function planned({ school, room }: Scene): Promise<{ breakout: BreakoutId }> {
  const { rooms, registry } = school.live()
  const hold = await registry.open(room)
  hold.release()
  if (hold.log.state.breakouts.rooms.isEmpty()) {
    const input = { ...plan, names: [...plan.names] }
    await rooms.submit(room, { name: 'breakouts.plan', input, actor: 'system' })
  }
  const [breakout] = hold.log.state.breakouts.rooms.keys()
  if (breakout === undefined) throw new Error('rooms are planned')
  return { breakout }
}

/** Rooms are open; whoever tries is in the first. */
async function open(scene: Scene): Promise<void> {
  const { school, room, actor } = scene
  const { rooms } = school.live()
  const { breakout } = await planned(scene)
  const input = { participants: [actor.participant], breakout }
  await rooms.submit(room, { name: 'breakouts.place', input, actor: 'system' })
  await rooms.submit(room, { name: 'breakouts.open', input: { minutes: 5 }, actor: 'system' })
}

const callBack = async ({ school, room }: Scene): Promise<void> => {
  const { rooms } = school.live()
  await rooms.submit(room, { name: 'breakouts.callBack', input: {}, actor: 'system' })
}

export const breakoutExamples: { readonly [Name in Names]: Example<InputOf<Name>> } = {
  'breakouts.plan': { before: callBack, input: () => ({ ...plan, names: [...plan.names] }) },
  'breakouts.add': { input: () => ({ name: 'Hares' }) },
  'breakouts.rename': { input: async (scene) => ({ ...(await planned(scene)), name: 'Lynxes' }) },
  'breakouts.remove': { input: (scene) => planned(scene) },
  'breakouts.place': {
    input: async (scene) => ({
      ...(await planned(scene)),
      participants: [scene.other.participant],
    }),
  },
  'breakouts.open': {
    before: async (scene) => {
      await callBack(scene)
      await planned(scene)
    },
    input: () => ({ minutes: null }),
  },
  'breakouts.setEnd': { before: open, input: () => ({ seconds: 60 }) },
  'breakouts.callBack': { before: open, input: () => ({}) },
  'breakouts.expire': { before: callBack, input: () => ({}) },
  'breakouts.speak': { before: open, input: () => ({ on: true }) },
  'breakouts.choose': { before: open, input: () => ({ breakout: null }) },
  'breakouts.call': { before: open, input: () => ({}) },
  'breakouts.answer': { before: open, input: (scene) => planned(scene) },
}
