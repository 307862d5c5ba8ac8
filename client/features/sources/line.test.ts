// The rules of one device: told once, never left open, problems in words, another device in its place.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Line } from './line.svelte.ts'

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live'
  contentHint = ''
  backgroundBlur = false
  readonly deviceId: string

  constructor(deviceId: string) {
    super()
    this.deviceId = deviceId
  }

  getSettings() {
    return { deviceId: this.deviceId, backgroundBlur: this.backgroundBlur }
  }

  getCapabilities() {
    return { backgroundBlur: blurs ? [false, true] : [false] }
  }

  getConstraints() {
    return {}
  }

  applyConstraints(wish: { backgroundBlur?: boolean }): Promise<void> {
    this.backgroundBlur = wish.backgroundBlur ?? false
    return Promise.resolve()
  }

  stop(): void {
    this.readyState = 'ended'
  }

  /** As when the plug is pulled. */
  end(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }
}

let present: string[]
/** The browser can blur what stands behind one. */
let blurs: boolean
let opened: FakeTrack[]

function getUserMedia(constraints: { video: { deviceId?: { exact: string } } }): Promise<unknown> {
  const wanted = constraints.video.deviceId?.exact ?? present[0]
  if (wanted === undefined || !present.includes(wanted)) {
    return Promise.reject(Object.assign(new Error(), { name: 'NotFoundError' }))
  }
  const track = new FakeTrack(wanted)
  opened.push(track)
  return Promise.resolve({ getTracks: () => [track] })
}

beforeEach(() => {
  present = ['built-in', 'plugged']
  opened = []
  blurs = true
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
})
afterEach(() => vi.unstubAllGlobals())

function wanted(): Line {
  const line = new Line('camera')
  line.want(true)
  return line
}

test('opened twice at once, the browser is asked once', async () => {
  const line = wanted()
  const [one, other] = await Promise.all([line.open(), line.open()])
  expect(one).toBe(other)
  expect(opened).toHaveLength(1)
})

test('closing what is closed tells nobody: whoever hears of it closes again', async () => {
  const line = wanted()
  await line.open()
  let told = 0
  line.onChange(() => {
    told += 1
    line.close()
  })
  line.close()
  line.close()
  expect(told).toBe(1)
  expect(opened[0]?.readyState).toBe('ended')
})

test('thought better of while the browser asked, no light stays on', async () => {
  const line = wanted()
  const opening = line.open()
  line.want(false)
  expect(await opening).toBeNull()
  expect(opened.every(({ readyState }) => readyState === 'ended')).toBe(true)
})

test('unplugged, another device goes on; without one it says so, and asking again works', async () => {
  const line = wanted()
  await line.choose('plugged')
  present = ['built-in']
  opened.at(-1)?.end()
  await vi.waitFor(() => expect(line.device).toBe('built-in'))
  present = []
  opened.at(-1)?.end()
  await vi.waitFor(() => expect(line.problem).toBe('unplugged'))
  present = ['built-in']
  line.want(true)
  expect(line.problem).toBeNull()
  expect(await line.open()).not.toBeNull()
})

test('a remembered device that is gone is replaced by any other', async () => {
  const line = wanted()
  await line.choose('lost')
  expect(line.device).toBe('built-in')
})

const live = () => opened.filter(({ readyState }) => readyState === 'live')

test('chosen otherwise while the browser asked, it is the device that was chosen last', async () => {
  const line = wanted()
  const opening = line.open()
  await line.choose('plugged')
  expect(await opening).toBe(line.track)
  expect(line.device).toBe('plugged')
  expect(live()).toEqual([line.track])
})

test('what should be blurred and is not is seen by nobody, in words, until one shows the room', async () => {
  blurs = false
  const line = wanted()
  const seen: unknown[] = []
  line.onChange(() => seen.push(line.track))
  await line.blur(true)
  expect(await line.open()).toBeNull()
  expect([line.problem, line.blurred]).toEqual(['bare', true])
  expect(live()).toEqual([])
  expect(seen).toEqual([null])
  await line.blur(false)
  expect(line.problem).toBeNull()
  expect(live()).toEqual([line.track])
})

test('blurred while it is on, or while the browser asks, the bare picture goes first', async () => {
  const line = wanted()
  const bare = await line.open()
  await line.blur(true)
  expect(bare?.readyState).toBe('ended')
  expect(live().map(({ backgroundBlur }) => backgroundBlur)).toEqual([true])
  line.close()
  const opening = line.open()
  await line.blur(false)
  await line.blur(true)
  await opening
  expect(live().map(({ backgroundBlur }) => backgroundBlur)).toEqual([true])
})

test('when the browser blurs no more, the camera goes off and says why', async () => {
  const line = wanted()
  await line.blur(true)
  await line.open()
  const [camera] = live()
  if (camera === undefined) return expect.unreachable()
  camera.backgroundBlur = false
  camera.dispatchEvent(new Event('configurationchange'))
  expect([line.track, line.problem]).toEqual([null, 'bare'])
  expect(live()).toEqual([])
})

test('without a secure origin there are no devices, and it says so', async () => {
  vi.stubGlobal('navigator', {})
  const line = wanted()
  expect(await line.open()).toBeNull()
  expect(line.problem).toBe('insecure')
})
