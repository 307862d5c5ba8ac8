import type { Consumer, Transport } from 'mediasoup-client/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId, type SourceId } from '../../shared/ids.ts'
import { FakeDoor, fakeTrack, settle } from './testing/fakeDoor.ts'
import { Watching } from './watching.ts'
import type { Wished } from './wish.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const sources = Array.from({ length: 4 }, () => newId<'source'>())
const [one, two, three, four] = sources as [SourceId, SourceId, SourceId, SourceId]

const wished = (...ids: SourceId[]): Wished[] => ids.map((source) => ({ source, look: null }))

type Offer = Parameters<Watching['attach']>[1][number]

const consumerOf = (source: SourceId, kind: Offer['kind'] = 'camera'): Offer =>
  ({ id: `consumer of ${source}`, source, participant: 'p', kind, rtpParameters: {} }) as never

/** A transport that makes a consumer of whatever it is given. */
function fakeTransport() {
  const closed: string[] = []
  const consume = ({ id, kind }: { id: string; kind: 'audio' | 'video' }) =>
    id.includes('broken')
      ? Promise.reject(new Error('no codec'))
      : Promise.resolve({
          id,
          kind,
          track: fakeTrack(),
          close: () => closed.push(id),
        } as unknown as Consumer)
  return { transport: { consume } as unknown as Transport, closed }
}

async function attached() {
  const door = new FakeDoor()
  const lost = vi.fn<() => void>()
  const watching = new Watching(door.port, { changed: () => undefined, lost })
  const { transport, closed } = fakeTransport()
  await watching.attach(transport, [], watching.wish)
  return { door, watching, lost, transport, closed }
}

const frame = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(20)
}
const nothingNew = { consumers: [], removed: [], missing: [] }

test('changes of one frame go out together, as the whole wish', async () => {
  const { door, watching } = await attached()
  watching.want(wished(one))
  watching.want(wished(one, two))
  watching.want(wished(two, three))
  expect(door.requests).toEqual([])
  await frame()
  expect(door.inputs('media.watch')).toEqual([{ wish: [two, three], looks: [] }])
})

test('the same wish in another order is no change', async () => {
  const { door, watching } = await attached()
  watching.want(wished(one, two))
  await frame()
  await door.last.answer(nothingNew)
  watching.want(wished(two, one))
  await frame()
  expect(door.requests).toHaveLength(1)
})

test('one question at a time: what changes meanwhile is asked after the answer', async () => {
  const { door, watching } = await attached()
  watching.want(wished(one))
  await frame()
  watching.want(wished(two))
  await frame()
  expect(door.requests).toHaveLength(1)
  await door.last.answer(nothingNew)
  await frame()
  expect(door.inputs('media.watch')).toEqual([
    { wish: [one], looks: [] },
    { wish: [two], looks: [] },
  ])
})

test('new consumers are there, and flow in one batch; a broken one spoils nothing', async () => {
  const { door, watching } = await attached()
  watching.want(wished(one, two, three))
  await frame()
  const broken = { ...consumerOf(three), id: 'broken' }
  await door.last.answer({
    ...nothingNew,
    consumers: [consumerOf(one), consumerOf(two, 'microphone'), broken],
  })
  expect(watching.track(one)).not.toBeNull()
  expect(watching.track(three)).toBeNull()
  expect([...watching.sounds.keys()]).toEqual([`consumer of ${two}`])
  const consumers = [`consumer of ${one}`, `consumer of ${two}`]
  expect(door.inputs('media.resume')).toEqual([{ consumers }])
})

test('what may not flow yet is asked for again with the next wish, until it flows', async () => {
  const { door, watching, lost } = await attached()
  watching.want(wished(one))
  await frame()
  await door.last.answer({ ...nothingNew, consumers: [consumerOf(one)] })
  await door.last.refuse({ code: 'unavailable', message: 'not now' })
  await vi.advanceTimersByTimeAsync(1100)
  expect(door.inputs('media.watch')).toHaveLength(2)
  await door.last.answer(nothingNew)
  const consumers = [`consumer of ${one}`]
  expect(door.inputs('media.resume')).toEqual([{ consumers }, { consumers }])
  await door.last.answer({})
  watching.say()
  await frame()
  await door.last.answer(nothingNew)
  expect(door.inputs('media.resume')).toHaveLength(2)
  expect(lost).not.toHaveBeenCalled()
})

test('what the server removed is closed', async () => {
  const { door, watching, closed } = await attached()
  watching.want(wished(one))
  await frame()
  await door.last.answer({ ...nothingNew, consumers: [consumerOf(one)] })
  watching.want(wished())
  await frame()
  await door.last.answer({ ...nothingNew, removed: [`consumer of ${one}`] })
  expect(closed).toEqual([`consumer of ${one}`])
  expect(watching.track(one)).toBeNull()
})

test('a source its sfu does not have yet is asked for again, while it is wished', async () => {
  const { door, watching } = await attached()
  watching.want(wished(one, four))
  await frame()
  await door.last.answer({ ...nothingNew, missing: [four] })
  await vi.advanceTimersByTimeAsync(1100)
  expect(door.inputs('media.watch')).toHaveLength(2)
  watching.want(wished(one))
  await frame()
  await door.last.answer({ ...nothingNew, missing: [four] })
  await frame()
  await door.last.answer(nothingNew)
  const asked = door.requests.length
  await vi.advanceTimersByTimeAsync(5000)
  expect(door.requests).toHaveLength(asked)
})

test('a server that knows nothing of this media loses it; one that is busy is asked later', async () => {
  const { door, watching, lost } = await attached()
  watching.want(wished(one))
  await frame()
  await door.last.refuse({ code: 'rateLimited', message: 'slowly', retryAfter: 300 })
  expect(lost).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(320)
  expect(door.requests).toHaveLength(2)
  await door.last.refuse({ code: 'missing', message: 'who?' })
  expect(lost).toHaveBeenCalledOnce()
})

test('an answer for transports that were replaced is not taken', async () => {
  const { door, watching } = await attached()
  watching.want(wished(one))
  await frame()
  const late = door.last
  watching.detach()
  await watching.attach(fakeTransport().transport, [], watching.wish)
  await late.answer({ ...nothingNew, consumers: [consumerOf(one)] })
  expect(watching.track(one)).toBeNull()
})

test('what was wished while the transports were made is said then', async () => {
  const door = new FakeDoor()
  const watching = new Watching(door.port, { changed: () => undefined, lost: () => undefined })
  watching.want(wished(one))
  const said = watching.wish
  watching.want(wished(one, two))
  void watching.attach(fakeTransport().transport, [consumerOf(one)], said)
  await settle()
  expect(door.inputs('media.watch')).toEqual([])
  expect(watching.track(one)).not.toBeNull()
  expect(door.last.name).toBe('media.resume')
  await door.last.answer({})
  await frame()
  expect(door.inputs('media.watch')).toEqual([{ wish: [one, two], looks: [] }])
})
