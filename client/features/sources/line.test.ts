// The rules of one device: told once, never left open, problems in words, another device in its place.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Line } from './line.svelte.ts'

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live'
  contentHint = ''
  readonly deviceId: string

  constructor(deviceId: string) {
    super()
    this.deviceId = deviceId
  }

  getSettings(): { deviceId: string } {
    return { deviceId: this.deviceId }
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

test('without a secure origin there are no devices, and it says so', async () => {
  vi.stubGlobal('navigator', {})
  const line = wanted()
  expect(await line.open()).toBeNull()
  expect(line.problem).toBe('insecure')
})
