// What passes between nodes: only what this cluster sealed, and only signals that are there.
import { expect, test } from 'vitest'
import { testId } from '../../shared/room/testing.ts'
import { sealFor } from '../log/seal.ts'
import { openRelay, type Passing } from './relay.ts'

const secret = 'a secret of one cluster'
const room = testId<'room'>(1)
const from = testId<'participant'>(2)
const typing: Passing = { room, from, name: 'chat.typing', data: {} }

function node() {
  const sent: string[] = []
  const heard: Passing[] = []
  const ear: { listener?: (text: unknown) => void } = {}
  let forged = 0
  const relay = openRelay({
    secret,
    heard: (passing) => heard.push(passing),
    onForged: () => (forged += 1),
    channel: {
      send: (text) => sent.push(text),
      listen: (listener) => {
        ear.listener = listener
        return () => delete ear.listener
      },
    },
  })
  const hear = (text: unknown) => ear.listener?.(text)
  return { relay, sent, heard, hear, forged: () => forged }
}

test('a signal arrives at another node as it was sent', () => {
  const [one, other] = [node(), node()]
  one.relay.pass(typing)
  other.hear(one.sent[0])
  expect(other.heard).toEqual([typing])
  expect(other.forged()).toBe(0)
})

test('what nobody of this cluster sealed, or for another purpose, is not heard', () => {
  const one = node()
  const payload = JSON.stringify(typing)
  const foreign = sealFor('passing', 'another secret').close(payload)
  const hint = sealFor('hint', secret).close(payload)
  for (const text of [payload, foreign, hint, '', null, 7, {}]) one.hear(text)
  expect(one.heard).toEqual([])
  expect(one.forged()).toBe(7)
})

test('a signal that this release does not know is passed over', () => {
  const one = node()
  const seal = sealFor('passing', secret)
  for (const wrong of [{ ...typing, name: 'toString' }, { ...typing, room: 'x' }, null, []])
    one.hear(seal.close(JSON.stringify(wrong)))
  expect(one.heard).toEqual([])
  expect(one.forged()).toBe(0)
})
