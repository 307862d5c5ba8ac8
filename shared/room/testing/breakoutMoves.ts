// Random acts about breakout rooms, and what points them at rooms that there are.
import fc from 'fast-check'
import type { RoomCommand } from '../command.ts'
import type { RoomState } from '../state.ts'
import { cast, testId } from './cast.ts'

type Name = Extract<RoomCommand['name'], `breakouts.${string}`>

/** Rooms are numbers until `aimAtBreakout` makes them ids. */
function act(name: Name, input: Record<string, fc.Arbitrary<unknown>> = {}) {
  return fc.record(input).map((value) => ({ name, input: value }))
}

const breakout = fc.nat(3)
const orNone = fc.option(breakout)
const name = fc.constantFrom('Room 1', 'Owls')

export const planBreakouts = act('breakouts.plan', {
  names: fc.constantFrom(['Room 1'], ['Room 1', 'Room 2']),
  assign: fc.constantFrom('random', 'random', 'nobody'),
  choice: fc.boolean(),
})
export const openBreakouts = act('breakouts.open', { minutes: fc.option(fc.constant(5)) })

export const aboutBreakouts = fc.oneof(
  planBreakouts,
  openBreakouts,
  act('breakouts.add', { name }),
  act('breakouts.rename', { breakout, name }),
  act('breakouts.remove', { breakout }),
  {
    weight: 3,
    arbitrary: act('breakouts.place', {
      participants: fc.subarray([...cast], { minLength: 1 }),
      breakout: orNone,
    }),
  },
  act('breakouts.setEnd', { seconds: fc.option(fc.constant(60)) }),
  act('breakouts.callBack'),
  act('breakouts.speak', { on: fc.boolean() }),
  { weight: 2, arbitrary: act('breakouts.choose', { breakout: orNone }) },
  { weight: 2, arbitrary: act('breakouts.call') },
  act('breakouts.answer', { breakout }),
  {
    weight: 3,
    arbitrary: fc
      .record({ breakout, text: fc.constantFrom('hi', 'why?') })
      .map(({ breakout: n, text }) => ({
        name: 'chat.say',
        input: { text, replyTo: null, to: { kind: 'breakout', breakout: n }, files: [] },
      }))
      .map((command) => command as unknown as RoomCommand),
  },
)

/** Numbers become ids of what there is. */
export function aimAtBreakout<Input>(input: Input, { breakouts }: RoomState): Input {
  const { breakout } = (input ?? {}) as { breakout?: unknown }
  if (typeof breakout !== 'number') return input
  const ids = [...breakouts.rooms.keys()]
  const id = ids[breakout % Math.max(1, ids.length)] ?? testId<'breakout'>(1)
  return { ...input, breakout: id }
}
