import { Map } from 'immutable'
import { expect, it } from 'vitest'
import { newId } from '../../../../shared/ids.ts'
import { keepsBoards } from './keepsBoards.ts'

const participant = newId<'participant'>()

/** Somebody in a class, with an account or as a guest. */
function somebody(account: string | null, manages: boolean) {
  const people = Map([[participant, { account }]])
  return { me: { participant }, can: () => manages, state: { people } } as never
}

it('lets staff with an account keep boards, and neither guests nor students', () => {
  const who = [somebody('a', true), somebody(null, true), somebody('a', false)]
  expect(who.map(keepsBoards)).toEqual([true, false, false])
})
