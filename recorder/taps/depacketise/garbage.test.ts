// Whatever comes, nothing throws, and what is told is a frame.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tapCodecs } from '../frame.ts'
import { depacketiserOf } from './codecs.ts'

const packet = fc.record({
  timestamp: fc.nat(3),
  marker: fc.boolean(),
  payload: fc.uint8Array({ maxLength: 40 }),
})

test.each(tapCodecs)('%s', (codec) => {
  fc.assert(
    fc.property(fc.array(fc.option(packet)), (packets) => {
      const depacketiser = depacketiserOf(codec)
      for (const one of packets) {
        if (one === null) depacketiser.lose()
        else for (const { data } of depacketiser.take(one)) expect(data.length).toBeGreaterThan(0)
      }
    }),
  )
})

test('sound: every packet is a frame, also after a loss', () => {
  const sound = depacketiserOf('opus')
  sound.lose()
  const payload = Uint8Array.of(0xf8, 1)
  expect(sound.take({ timestamp: 960, marker: false, payload })).toEqual([
    { rtpTimestamp: 960, isKey: true, data: payload, size: null, config: null },
  ])
  expect(sound.needsKey).toBe(false)
})
