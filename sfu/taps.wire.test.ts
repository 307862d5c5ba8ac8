// What a tap is asked for, and how it ends; what comes by one is the recorder's test.
import { afterEach, expect, test, vi } from 'vitest'
import type { SfuEvents, TapEnd } from '../shared/contract/sfu.ts'
import { newId, type SourceId, type TapId } from '../shared/ids.ts'
import { openEncoder, type Encoder } from './testing/encoder.ts'
import { startTestSfu, type TestSfu } from './testing/startTestSfu.ts'

const until = { timeout: 60_000, interval: 20 }
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

const to: TapEnd = { ip: '127.0.0.1', port: 9 }

interface Place {
  readonly sfu: TestSfu
  readonly encoder: Encoder
  readonly source: SourceId
  readonly closed: SfuEvents['tapClosed'][]
}

async function begin(confirmMs = 10_000): Promise<Place> {
  const sfu = await startTestSfu({ limits: { reportMs: 50, confirmMs } })
  open.push(sfu)
  const encoder = await openEncoder(sfu, ['vp8'])
  const closed: SfuEvents['tapClosed'][] = []
  sfu.node.on('announced', (name, data) => {
    if (name === 'tapClosed') closed.push(data)
  })
  return { sfu, encoder, source: encoder.sent[0]!.source, closed }
}

const newTap = ({ encoder: { room } }: Place, tap: TapId = newId()) => ({
  room: room.id,
  from: room.place,
  tap,
})

const refused = (asked: Promise<unknown>, code: string) =>
  expect(asked).rejects.toMatchObject({ code })

test('each step may be repeated, and nothing comes before the last', async () => {
  const place = await begin()
  const { handlers } = place.sfu.node
  const { source, encoder } = place
  const tap = newTap(place)
  const asked = { ...tap, source, to }
  const [offer, again] = await Promise.all([
    handlers['tap.offer'](asked),
    handlers['tap.offer'](asked),
  ])
  expect(again).toEqual(offer)
  expect(offer).toMatchObject({ tap: tap.tap, source, kind: 'camera', paused: false })
  expect(offer.end.ip).toBe('127.0.0.1')
  expect(offer.rtpParameters.codecs.map(({ mimeType }) => mimeType)).toEqual(['video/VP8'])
  await refused(handlers['tap.offer']({ ...asked, to: { ...to, port: 10 } }), 'conflict')
  await refused(handlers['tap.resume'](tap), 'conflict')
  const [there] = encoder.room.taps.all
  expect(there?.consumer.paused).toBe(true)
  await Promise.all([handlers['tap.connect'](tap), handlers['tap.connect'](tap)])
  await Promise.all([handlers['tap.resume'](tap), handlers['tap.resume'](tap)])
  expect(there?.consumer.paused).toBe(false)
  await Promise.all([handlers['tap.close'](tap), handlers['tap.close'](tap)])
  expect(encoder.room.taps.all).toEqual([])
  await refused(handlers['tap.connect'](tap), 'missing')
  expect(place.closed).toEqual([])
})

test('only what was published there, and only within a private network', async () => {
  const place = await begin()
  const { handlers } = place.sfu.node
  const asked = { ...newTap(place), source: place.source, to }
  await refused(handlers['tap.offer']({ ...asked, source: newId() }), 'missing')
  const elsewhere = { node: 'other', incarnation: newId<'incarnation'>() }
  await refused(handlers['tap.offer']({ ...asked, from: elsewhere }), 'missing')
  for (const ip of ['8.8.8.8', '10.0.0.1', '2001:db8::1'])
    await refused(handlers['tap.offer']({ ...asked, to: { ip, port: 9 } }), 'forbidden')
  // What was refused may be asked for again.
  await expect(handlers['tap.offer'](asked)).resolves.toMatchObject({ tap: asked.tap })
})

test('it is counted, told in reports, and its highest layer is asked of the publisher', async () => {
  const place = await begin()
  const { node } = place.sfu
  const { room } = place.encoder
  const taken = vi.spyOn(room.source(place.source)!, 'take')
  const left = vi.spyOn(room.source(place.source)!, 'leave')
  const tap = newTap(place)
  await node.handlers['tap.offer']({ ...tap, source: place.source, to })
  expect(node.loads[0]?.consumers).toBe(1)
  expect(node.report().rooms[0]?.taps).toEqual([{ tap: tap.tap, source: place.source }])
  expect(taken).toHaveBeenCalledWith(tap.tap, 0)
  await node.handlers['tap.close'](tap)
  await vi.waitFor(() => expect(left).toHaveBeenCalledWith(tap.tap), until)
  expect(node.loads[0]?.consumers).toBe(0)
})

test('it ends with its source, and with its room, and says so', async () => {
  const place = await begin()
  const { encoder, source, closed, sfu } = place
  const { handlers } = sfu.node
  const [one, other] = [newTap(place), newTap(place)]
  for (const tap of [one, other]) await handlers['tap.offer']({ ...tap, source, to })
  const { room, participant } = encoder.seat
  await handlers.want({ room, participant, seq: 2, sources: [] })
  const told = { ...encoder.room.place, room, source, reason: 'unwanted' }
  expect(closed).toEqual([one, other].map(({ tap }) => ({ ...told, tap })))
  expect(encoder.room.taps.all).toEqual([])

  const next = await begin()
  const last = newTap(next)
  await next.sfu.node.handlers['tap.offer']({ ...last, source: next.source, to })
  await next.sfu.node.handlers.closeRoom({ room: last.room })
  expect(next.closed).toMatchObject([{ tap: last.tap, reason: 'roomClosed' }])
})

test('one that nobody connects is closed again', async () => {
  const place = await begin(300)
  const tap = newTap(place)
  await place.sfu.node.handlers['tap.offer']({ ...tap, source: place.source, to })
  await vi.waitFor(
    () => expect(place.closed).toMatchObject([{ tap: tap.tap, reason: 'unconfirmed' }]),
    until,
  )
  expect(place.encoder.room.source(place.source)).toBeDefined()
})

test('and one to which no recorder listens', async () => {
  const place = await begin()
  const tap = newTap(place)
  const { handlers } = place.sfu.node
  await handlers['tap.offer']({ ...tap, source: place.source, to })
  await handlers['tap.connect'](tap)
  const [there] = place.encoder.room.taps.all
  vi.spyOn(there!, 'silentMs', 'get').mockReturnValue(31_000)
  await vi.waitFor(
    () => expect(place.closed).toMatchObject([{ tap: tap.tap, reason: 'lost' }]),
    until,
  )
})
