import * as decoding from 'lib0/decoding'
import { expect, it } from 'vitest'
import { layerMessages, passingKinds } from '../../shared/board/wire.ts'
import { newId } from '../../shared/ids.ts'
import { PassingHub, type Hand, type Passed } from './passing.ts'

const aHand = (name: string): Hand => ({ id: newId(), participant: newId(), name })
const placeOf = (hand: Hand): Passed => ({
  hand,
  what: passingKinds.place,
  bytes: Uint8Array.of(1, 2),
})

/** A hub whose clock the test sets, and the numbers that its readers know of. */
function hub() {
  const known = new Set<number>()
  const relayed: Passed[] = []
  const clock = { now: 0 }
  const made = new PassingHub({
    tell: (message) => {
      const decoder = decoding.createDecoder(message)
      const kind = decoding.readVarUint(decoder)
      if (kind === layerMessages.who) known.add(decoding.readVarUint(decoder))
      if (kind === layerMessages.gone) known.delete(decoding.readVarUint(decoder))
    },
    relay: (passed) => relayed.push(...passed),
    now: () => clock.now,
  })
  return { hub: made, known, relayed, clock }
}

it('shows a hand once it passes something, and until it is silent for four seconds', () => {
  const { hub: one, known, clock } = hub()
  const hand = aHand('Ana')
  const number = one.add(hand)
  expect(known.size).toBe(0)
  one.pass(placeOf(hand))
  expect([...known]).toEqual([number])
  clock.now = 3_900
  one.sweep()
  expect(known.size).toBe(1)
  clock.now = 4_100
  one.sweep()
  expect(known.size).toBe(0)
  one.pass(placeOf(hand))
  expect([...known]).toEqual([number])
  one.close()
})

it('forgets hands of another node that fell silent, as when that node died', () => {
  const { hub: one, known, clock } = hub()
  one.hear([placeOf(aHand('Ben'))])
  expect(known.size).toBe(1)
  clock.now = 4_100
  one.sweep()
  expect(known.size).toBe(0)
  expect(one.everybody()).toEqual([])
  one.close()
})

it('tells other nodes of its own hands alone', async () => {
  const { hub: one, relayed } = hub()
  const hand = aHand('Ana')
  one.add(hand)
  one.hear([placeOf(aHand('Ben'))])
  one.pass(placeOf(hand))
  await expect.poll(() => relayed.map((passed) => passed.hand.name)).toEqual(['Ana'])
  one.close()
})
