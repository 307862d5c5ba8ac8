import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeRoom, initialRoom, projectRoom } from '../../shared/room/state.ts'
import { cast, moves, opening, play } from '../../shared/room/testing.ts'
import { stateShape } from './state.ts'

const untouched = encodeRoom(initialRoom) as Record<string, unknown>
const kinds = ['staff', 'member', 'waiting'] as const

it('describes the state of every snapshot, and every slice of it', () => {
  expect(Object.keys(encodeRoom(initialRoom) as object)).toEqual(Object.keys(stateShape))
  fc.assert(
    fc.property(
      moves.map((script) => play([...opening(), ...script])),
      fc.constantFrom(...cast),
      fc.constantFrom(...kinds),
      ({ states }, participant, kind) => {
        const state = projectRoom(states.at(-1) ?? initialRoom, { participant, kind })
        const slices = JSON.parse(JSON.stringify(encodeRoom(state))) as Record<string, unknown>
        if (kind === 'waiting') {
          const { class: _, lobby, ...others } = slices
          expect({ ...untouched, ...others }).toEqual(untouched)
          expect(lobby).toMatchObject({ queue: [], origins: [] })
        }
        for (const [name, schema] of Object.entries(stateShape))
          expect(schema.safeParse(slices[name]).error?.issues ?? [], name).toEqual([])
      },
    ),
    { numRuns: 200 },
  )
})
