import type { Device, Producer, Transport } from 'mediasoup-client/types'
import { expect, test } from 'vitest'
import { LyceumError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { Publications, type Stage } from './publications.ts'
import { FakeDoor, fakeTrack, settle } from './testing/fakeDoor.ts'

class FakeProducer {
  readonly id = newId<'source'>()
  paused = false
  closed = false
  track: MediaStreamTrack
  encodings: RTCRtpEncodingParameters[]
  readonly rtpSender = {
    getParameters: () => ({ encodings: structuredClone(this.encodings) }),
    setParameters: ({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
      this.encodings = encodings
      return Promise.resolve()
    },
  }
  constructor({ track, encodings = [] }: Wished) {
    this.track = track
    this.encodings = encodings.map((one) => ({ active: true, ...one }))
  }
  /** Which are sent, the lowest first. */
  get layers() {
    return this.encodings.map(({ active }) => active)
  }
  pause(): void {
    this.paused = true
  }
  resume(): void {
    this.paused = false
  }
  close(): void {
    this.closed = true
  }
  replaceTrack({ track }: { track: MediaStreamTrack }): Promise<void> {
    this.track = track
    return Promise.resolve()
  }
}

interface Wished {
  readonly track: MediaStreamTrack
  readonly appData: unknown
  readonly encodings?: RTCRtpEncodingParameters[]
  readonly codecOptions?: { readonly opusStereo?: boolean }
}

/** Transports whose `produce` is answered by the test. */
class FakeStage {
  svc = false
  readonly producing: {
    readonly track: MediaStreamTrack
    readonly appData: unknown
    readonly stereo: boolean
    readonly arrive: () => Promise<FakeProducer>
    readonly fail: (error: Error) => Promise<void>
  }[] = []

  get stage(): Stage {
    const produce = (wished: Wished) => {
      const { track, appData, codecOptions } = wished
      return new Promise<Producer>((resolve, reject) => {
        this.producing.push({
          track,
          appData,
          stereo: codecOptions?.opusStereo === true,
          arrive: async () => {
            const producer = new FakeProducer(wished)
            resolve(producer as unknown as Producer)
            await settle()
            return producer
          },
          fail: async (error) => {
            reject(error)
            await settle()
          },
        })
      })
    }
    return {
      device: { sendRtpCapabilities: { codecs: [{ mimeType: 'video/VP9' }] } } as unknown as Device,
      send: { produce } as unknown as Transport,
      svc: this.svc,
      plain: false,
    }
  }

  get next() {
    const next = this.producing.at(-1)
    if (next === undefined) throw new Error('nothing is being produced')
    return next
  }
}

function open() {
  const door = new FakeDoor()
  const stage = new FakeStage()
  const publications = new Publications(door.port, () => undefined)
  return { door, stage, publications }
}

async function live(kind: 'microphone' | 'camera' = 'microphone', svc = false) {
  const { door, stage, publications } = open()
  stage.svc = svc
  const track = fakeTrack({ width: 1280, height: 720 })
  void publications.attach(stage.stage)
  void publications.publish(kind, track, false)
  return { door, stage, publications, track, producer: await stage.next.arrive() }
}

test('what is published before there are transports goes out with them', async () => {
  const { stage, publications } = open()
  const track = fakeTrack()
  await publications.publish('camera', track, false)
  expect(publications.state('camera')).toEqual({ kind: 'waiting' })
  void publications.attach(stage.stage)
  expect(publications.state('camera')).toEqual({ kind: 'starting' })
  expect(stage.next.track).toBe(track)
  const { id } = await stage.next.arrive()
  expect(publications.source('camera')).toBe(id)
})

test('after a loss the same tracks go out again, as muted as they were', async () => {
  const { publications, track } = await live()
  publications.setPaused('microphone', true)
  publications.detach()
  expect(publications.source('microphone')).toBeNull()
  const fresh = new FakeStage()
  void publications.attach(fresh.stage)
  expect(fresh.next.track).toBe(track)
  expect(fresh.next.appData).toEqual({ sourceKind: 'microphone', paused: true, heights: [] })
  expect((await fresh.next.arrive()).paused).toBe(true)
})

test('a second publication of a kind only changes its track', async () => {
  const { publications, producer } = await live('camera')
  const other = fakeTrack()
  await publications.publish('camera', other, false)
  expect(producer.track).toBe(other)
  expect(publications.source('camera')).toBe(producer.id)
})

test('music goes out anew in stereo, and speech after it as before', async () => {
  const { door, stage, publications } = open()
  void publications.attach(stage.stage)
  void publications.publish('microphone', fakeTrack(), false)
  const speech = await stage.next.arrive()
  expect(stage.next.stereo).toBe(false)
  const music = Object.assign(fakeTrack(), { contentHint: 'music' })
  void publications.publish('microphone', music, false)
  expect(speech.closed).toBe(true)
  expect(door.commands).toEqual([{ name: 'sources.close', input: { source: speech.id } }])
  expect([stage.next.track, stage.next.stereo]).toEqual([music, true])
  await stage.next.arrive()
  void publications.publish('microphone', fakeTrack(), false)
  expect(stage.next.stereo).toBe(false)
})

test('muted or switched while the answer is on its way, it is so when it arrives', async () => {
  const { stage, publications } = open()
  void publications.attach(stage.stage)
  const first = fakeTrack()
  void publications.publish('microphone', first, false)
  const second = fakeTrack()
  void publications.replace('microphone', second)
  publications.setPaused('microphone', true)
  expect(second.enabled).toBe(false)
  const producer = await stage.next.arrive()
  expect([producer.paused, producer.track]).toEqual([true, second])
})

test('withdrawn while the answer is on its way, it is closed here and at the server', async () => {
  const { door, stage, publications } = open()
  void publications.attach(stage.stage)
  void publications.publish('screen', fakeTrack(), false)
  publications.withdraw('screen')
  expect(door.commands).toEqual([])
  const producer = await stage.next.arrive()
  expect(producer.closed).toBe(true)
  expect(door.commands).toEqual([{ name: 'sources.close', input: { source: producer.id } }])
  expect(publications.state('screen')).toBeNull()
})

test('layers that nobody takes are not sent, until somebody does', async () => {
  const { publications, producer } = await live('camera')
  publications.demanded(producer.id, 0)
  expect(producer.layers).toEqual([true, false, false])
  publications.demanded(newId(), 2)
  expect(producer.layers).toEqual([true, false, false])
  publications.demanded(producer.id, 1)
  expect(producer.layers).toEqual([true, true, false])
})

test('of one stream less is encoded when nobody takes its upper layers', async () => {
  const { publications, producer } = await live('camera', true)
  const sent = (layer: number) => {
    publications.demanded(producer.id, layer)
    return producer.encodings
  }
  expect(sent(0)).toMatchObject([{ scalabilityMode: 'L1T3', scaleResolutionDownBy: 4 }])
  expect(sent(2)).toMatchObject([{ scalabilityMode: 'L3T3_KEY', scaleResolutionDownBy: 1 }])
})

test('what somebody cannot receive goes out anew as everybody can, and so does all after it', async () => {
  const { door, stage, publications, track, producer } = await live('camera', true)
  publications.sendPlain(newId())
  expect(stage.producing).toHaveLength(1)
  publications.sendPlain(producer.id)
  publications.sendPlain(producer.id)
  expect(stage.producing).toHaveLength(2)
  expect(stage.next.track).toBe(track)
  expect(producer.closed).toBe(false)
  const anew = await stage.next.arrive()
  expect([producer.closed, anew.layers]).toEqual([true, [true, true, true]])
  expect(publications.source('camera')).toBe(anew.id)
  publications.withdraw('camera')
  void publications.publish('camera', fakeTrack({ width: 640, height: 360 }), false)
  expect((await stage.next.arrive()).layers).toEqual([true, true])
  expect(door.commands).toEqual([{ name: 'sources.close', input: { source: anew.id } }])
})

async function renewing() {
  const scene = await live('camera', true)
  scene.publications.sendPlain(scene.producer.id)
  return scene
}

test('what cannot go out anew goes on as it is, and is tried again when it is told again', async () => {
  const { door, stage, publications, producer } = await renewing()
  await stage.next.fail(new LyceumError('rateLimited'))
  expect(publications.state('camera')).toEqual({ kind: 'live', source: producer.id })
  expect(producer.closed).toBe(false)
  publications.demanded(producer.id, 0)
  expect(producer.encodings).toMatchObject([{ scalabilityMode: 'L1T3' }])
  publications.sendPlain(producer.id)
  const anew = await stage.next.arrive()
  expect([producer.closed, publications.source('camera')]).toEqual([true, anew.id])
  expect(door.commands).toEqual([])
})

test('when the class has what replaces it and this end does not, it goes out once more', async () => {
  const { stage, publications, producer } = await renewing()
  expect(publications.replaced(newId())).toBe(false)
  expect(publications.replaced(producer.id)).toBe(true)
  await stage.next.fail(new LyceumError('unavailable'))
  expect(producer.closed).toBe(true)
  expect(publications.state('camera')).toEqual({ kind: 'starting' })
  const anew = await stage.next.arrive()
  expect(publications.source('camera')).toBe(anew.id)
  expect(publications.replaced(anew.id)).toBe(false)
})

test('what is stopped or withdrawn while it goes out anew ends altogether', async () => {
  for (const end of ['closed', 'withdraw'] as const) {
    const { door, stage, publications, producer } = await renewing()
    if (end === 'closed') expect(publications.closed(producer.id)).toBe('camera')
    else publications.withdraw('camera')
    const anew = await stage.next.arrive()
    expect([producer.closed, anew.closed]).toEqual([true, true])
    expect(publications.state('camera')).toBeNull()
    expect(door.commands).toContainEqual({ name: 'sources.close', input: { source: anew.id } })
  }
})

test('nothing goes out anew while one is being moved, and who is moved meanwhile publishes once there', async () => {
  const { publications, producer } = await live('camera', true)
  publications.hold()
  const other = new FakeStage()
  other.svc = true
  void publications.attach(other.stage)
  publications.sendPlain(producer.id)
  expect(other.producing).toHaveLength(1)
  const moved = await other.next.arrive()
  expect(publications.sources('camera')).toEqual([moved.id, producer.id])
  publications.settle()
  publications.sendPlain(moved.id)
  expect(other.producing).toHaveLength(2)
  const third = new FakeStage()
  void publications.attach(third.stage)
  await other.next.arrive()
  expect(moved.closed).toBe(false)
  expect(third.producing).toHaveLength(1)
  const there = await third.next.arrive()
  expect(publications.sources('camera')).toEqual([there.id, moved.id])
})

test('what others closed is told to nobody', async () => {
  const { door, publications, producer } = await live('camera')
  expect(publications.closed(newId<'source'>())).toBeNull()
  expect(publications.closed(producer.id)).toBe('camera')
  expect([producer.closed, publications.track('camera')]).toEqual([true, null])
  expect(door.commands).toEqual([])
})

test('a refusal is kept, and the next publication tries anew', async () => {
  const { stage, publications } = open()
  void publications.attach(stage.stage)
  void publications.publish('camera', fakeTrack(), false)
  await stage.next.fail(new LyceumError('forbidden', 'Staff has switched this off.'))
  expect(publications.state('camera')).toMatchObject({
    kind: 'failed',
    refusal: { code: 'forbidden' },
  })
  void publications.publish('camera', fakeTrack(), false)
  const { id } = await stage.next.arrive()
  expect(publications.source('camera')).toBe(id)
})

test('transports that were replaced neither fail nor answer for the new ones', async () => {
  const { stage, publications } = open()
  void publications.attach(stage.stage)
  void publications.publish('microphone', fakeTrack(), false)
  void publications.publish('camera', fakeTrack(), false)
  const [microphone, camera] = stage.producing
  publications.detach()
  const fresh = new FakeStage()
  void publications.attach(fresh.stage)
  await microphone?.fail(new Error('transport closed'))
  await camera?.arrive()
  expect(publications.state('microphone')).toEqual({ kind: 'starting' })
  expect(publications.state('camera')).toEqual({ kind: 'starting' })
  const arrived = await Promise.all(fresh.producing.map((one) => one.arrive()))
  expect(publications.source('microphone')).toBe(arrived[0]?.id)
  expect(publications.source('camera')).toBe(arrived[1]?.id)
})
