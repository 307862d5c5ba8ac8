import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Passed } from './passing.ts'
import { openBoardRelay } from './relay.ts'

/** What nodes send each other, all to all. */
function aBus() {
  const listeners = new Set<(text: unknown) => void>()
  const sent: unknown[] = []
  const channel = () => ({
    send: (text: string) => {
      sent.push(text)
      for (const listener of listeners) listener(text)
    },
    listen: (listener: (text: unknown) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  return { channel, sent, send: (text: unknown) => listeners.forEach((hear) => hear(text)) }
}

const place: Passed = {
  hand: { id: 'hand', participant: newId<'participant'>(), name: 'Ada' },
  what: 0,
  bytes: Uint8Array.of(1, 2, 3),
}

function node(channel: ReturnType<ReturnType<typeof aBus>['channel']>, secret: string) {
  const heard: Passed[] = []
  let forged = 0
  const relay = openBoardRelay({
    channel,
    secret,
    onForged: () => {
      forged += 1
    },
  })
  relay.heard((_, passed) => heard.push(...passed))
  return { relay, heard, forged: () => forged }
}

it('tells other nodes whose hands are where, and hears nobody who has not their secret', () => {
  const bus = aBus()
  const [one, two, stranger] = [
    node(bus.channel(), 'secret'),
    node(bus.channel(), 'secret'),
    node(bus.channel(), 'another'),
  ]
  one.relay.pass('layer', [place])
  expect(two.heard).toMatchObject([{ ...place, bytes: Buffer.from(place.bytes) }])
  expect([stranger.heard, stranger.forged()]).toEqual([[], 1])

  two.heard.length = 0
  stranger.relay.pass('layer', [place])
  const [first = ''] = bus.sent as string[]
  for (const text of [null, 7, {}, '', 'x'.repeat(1_000), first.slice(0, -1), `${first} `])
    bus.send(text)
  expect(two.heard).toEqual([])
  expect(two.forged()).toBe(8)
})
