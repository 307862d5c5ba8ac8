import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Charges } from '../media/charges.ts'
import { shareCharges } from './charges.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Servers that hear each other at once. */
function bus() {
  const listeners = new Set<(text: unknown) => void>()
  return {
    say: (text: string) => {
      for (const hear of listeners) hear(text)
    },
    channel: () => {
      const mine = new Set<(text: unknown) => void>()
      return {
        send: (text: string) => {
          for (const hear of listeners) if (!mine.has(hear)) hear(text)
        },
        listen: (hear: (text: unknown) => void) => {
          listeners.add(hear)
          mine.add(hear)
          return () => listeners.delete(hear)
        },
      }
    },
  }
}

test('servers tell each other what they placed until it is reported, and believe no stranger', () => {
  const { channel, say } = bus()
  let forged = 0
  const [here, there] = ['a', 'b'].map((name) => {
    const charges = new Charges(() => Date.now())
    const stop = shareCharges({
      charges,
      channel: channel(),
      secret: 'of this cluster',
      incarnation: () => name,
      onForged: () => (forged += 1),
    })
    return { charges, stop }
  })
  const room = newId<'room'>()
  here?.charges.add('sfu', room, 0.5)
  // That a class comes to a node cannot wait: others of it may come to the other server at this moment.
  vi.advanceTimersByTime(20)
  expect(there?.charges.of('sfu')).toBe(0.5)
  expect([...(there?.charges.peopleOf(room) ?? [])]).toEqual([['sfu', 1]])
  vi.advanceTimersByTime(6_000)
  expect(there?.charges.of('sfu')).toBe(0)
  say('{"server":"c","sums":{"sfu":1}}')
  expect([forged, there?.charges.of('sfu')]).toEqual([2, 0])
  here?.stop()
  there?.stop()
})
