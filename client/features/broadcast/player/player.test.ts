// The player over a fake video and a fake engine: what it asks of them, and what it says of itself.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Player } from './player.ts'
import { fakeEngines, FakeVideo } from './testing/fakes.ts'

const began = 1_700_000_000_000
const minute = 60_000
let player: Player | null = null

beforeEach(() => {
  vi.useFakeTimers({ now: began + 10 * minute })
})
afterEach(() => {
  player?.close()
  vi.useRealTimers()
})

interface Course {
  readonly allows?: FakeVideo['allows']
  readonly isThere?: boolean
}

async function open({ allows = 'all', isThere = true }: Course = {}) {
  const video = new FakeVideo()
  video.allows = allows
  const { open, engines } = fakeEngines()
  const discard = vi.fn()
  const parting = vi.fn()
  const find = vi.fn(async () => (isThere ? open : null))
  const opened = new Player({
    video: video.asElement,
    folder: '/hls/one/b/',
    beganAt: began,
    token: { get: async () => 'token', discard },
    find,
    now: () => Date.now(),
    random: () => 1,
    changed: () => undefined,
    parting,
  })
  player = opened
  await vi.advanceTimersByTimeAsync(0)
  const engine = () => {
    const last = engines.at(-1)
    if (last === undefined) throw new Error('no engine was opened')
    return last
  }
  /** As if the picture of so many seconds ago were seen, in a window of the last minute. */
  const behind = (seconds: number) => {
    const now = Date.now()
    engine().date = now - seconds * 1_000
    engine().reach = { from: now - minute, to: now - 500 }
  }
  const plays = (seconds = 2) => {
    behind(seconds)
    video.tell('playing')
  }
  return { player: opened, video, engine, engines, discard, parting, find, behind, plays }
}

test('starts near what is live, and says when the first picture moves', async () => {
  const { player, engine, plays } = await open()
  expect(player.state.kind).toBe('starting')
  expect(engine().opening.at).toBeNull()
  await vi.advanceTimersByTimeAsync(800)
  plays(2.4)
  expect(player.state.kind).toBe('playing')
  expect(player.isLive).toBe(true)
  expect(player.delay).toBeCloseTo(2.4)
  expect(player.watched.startMs).toBe(800)
})

test('plays without sound where the browser wants a tap first, and with it after one', async () => {
  const { player, video } = await open({ allows: 'silent' })
  expect(video.paused).toBe(false)
  expect(video.muted).toBe(true)
  expect(player.voice.blocked).toBe(true)
  expect(player.voice.muted).toBe(false)
  video.allows = 'all'
  player.voice.mute(false)
  expect(video.muted).toBe(false)
  expect(player.voice.blocked).toBe(false)
})

test('turned down to nothing it is off, and on again it is heard', async () => {
  const { player, video } = await open()
  player.voice.volume = 0
  expect([video.muted, player.voice.muted]).toEqual([true, true])
  player.voice.mute(false)
  expect(video.muted).toBe(false)
  expect(video.volume).toBeGreaterThan(0)
})

test('waits for a tap where the browser plays nothing by itself', async () => {
  const { player, video } = await open({ allows: 'nothing' })
  expect(player.state.kind).toBe('paused')
  video.allows = 'all'
  player.play()
  await vi.advanceTimersByTimeAsync(0)
  expect(video.paused).toBe(false)
})

test('is silent while another device plays it, and asks for no tap', async () => {
  const { player, video } = await open({ allows: 'silent' })
  player.voice.hush(true)
  expect(player.voice.blocked).toBe(false)
  expect(video.muted).toBe(true)
})

test('says that nothing moves, and counts it', async () => {
  const { player, video, plays } = await open()
  plays()
  video.tell('waiting')
  expect(player.state.kind).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1_500)
  video.tell('playing')
  expect(player.watched).toMatchObject({ stalls: 1, stalledMs: 1_500 })
})

test('while nothing is sent, what is waited for is said to be interrupted, and asked for at once after', async () => {
  const { player, video, engine, plays } = await open()
  plays()
  player.interrupt(true)
  expect(player.state.kind).toBe('playing')
  video.tell('waiting')
  expect(player.state.kind).toBe('interrupted')
  player.interrupt(false)
  expect(player.state.kind).toBe('waiting')
  expect(engine().asked).toContain('reload')
})

test('asks again for ever for what does not come, with more patience each time, and then makes all anew', async () => {
  const { engine, engines, plays, parting } = await open()
  plays()
  engine().events.stopped('network')
  await vi.advanceTimersByTimeAsync(499)
  expect(engine().asked).not.toContain('reload')
  await vi.advanceTimersByTimeAsync(1)
  expect(engine().asked).toContain('reload')
  for (let n = 0; n < 30; n += 1) {
    engine().events.stopped('network')
    await vi.advanceTimersByTimeAsync(8_000)
  }
  expect(engines.length).toBeGreaterThan(20)
  expect(parting).toHaveBeenCalled()
})

test('does not wait when the network is back', async () => {
  const { player, engine, plays } = await open()
  plays()
  engine().events.stopped('network')
  player.wake()
  expect(engine().asked).toContain('reload')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(engine().asked.filter((act) => act === 'reload')).toHaveLength(1)
})

test('a token that was not believed is thrown away, and another one tried at once', async () => {
  const { engine, discard, plays } = await open()
  plays()
  engine().events.stopped('denied')
  await vi.advanceTimersByTimeAsync(0)
  expect(discard).toHaveBeenCalledOnce()
  expect(engine().asked).toContain('reload')
})

test('what cannot be played is decoded anew, then fetched anew, and then given up', async () => {
  const { player, engine, engines, plays } = await open()
  plays()
  engine().events.stopped('media')
  await vi.advanceTimersByTimeAsync(0)
  expect(engine().asked).toContain('recover')
  expect(engines).toHaveLength(1)
  for (let n = 0; n < 3; n += 1) {
    engine().events.stopped('media')
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(engines).toHaveLength(4)
  engine().events.stopped('media')
  expect(player.state).toEqual({ kind: 'failed', reason: 'media' })
  player.retry()
  expect(player.state.kind).toBe('starting')
  expect(engines).toHaveLength(5)
})

test('says what this browser cannot play', async () => {
  const { player } = await open({ isThere: false })
  expect(player.state).toEqual({ kind: 'failed', reason: 'unsupported' })
})

test('a part of the page that did not come is asked for again', async () => {
  const { find, player } = await open({ isThere: false })
  find.mockRejectedValueOnce(new Error('lost'))
  player.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(player.state).toEqual({ kind: 'failed', reason: 'undelivered' })
})

test('goes back within what is there, and stays back', async () => {
  const { player, engine, engines, plays } = await open()
  plays()
  const wanted = Date.now() - 30_000
  player.seek(wanted)
  expect(engines).toHaveLength(1)
  expect(engine().asked).toEqual(['stay', `seek ${wanted}`])
  expect(player.isLive).toBe(false)
})

test('goes back to what is not there any more by asking for all since the beginning', async () => {
  const { player, engine, engines, plays, parting } = await open()
  plays()
  player.seek(began - 5 * minute)
  expect(engines).toHaveLength(2)
  expect(engine().opening.at).toBe(began)
  expect(player.isLive).toBe(false)
  expect(parting).toHaveBeenCalledOnce()
})

test('goes to what is live when one asks, or comes near it', async () => {
  const { player, engine, plays, behind } = await open()
  plays()
  player.seek(Date.now() - 30_000)
  plays(30)
  player.tick()
  expect(player.isLive).toBe(false)
  behind(2)
  player.tick()
  expect(player.isLive).toBe(true)
  expect(engine().asked.slice(-2)).toEqual(['follow', 'seekLive'])
  player.seek(Date.now() - 20_000)
  player.seek(Date.now())
  expect(player.isLive).toBe(true)
})

test('whoever held it for long goes on where they were, and for a moment catches up', async () => {
  const { player, video, behind, plays } = await open()
  plays()
  video.pause()
  expect(player.state.kind).toBe('paused')
  expect(player.isLive).toBe(false)
  behind(4)
  player.play()
  expect(player.isLive).toBe(true)
  video.pause()
  behind(20)
  player.play()
  expect(player.isLive).toBe(false)
})

test('what comes late is live all the same', async () => {
  const { player, engine, plays } = await open()
  plays(20)
  engine().reach = { from: Date.now() - minute, to: Date.now() - 18_000 }
  player.play()
  expect(player.isLive).toBe(true)
  player.seek(Date.now() - 30_000)
  expect(player.isLive).toBe(false)
  engine().date = Date.now() - 20_000
  player.tick()
  expect(player.isLive).toBe(true)
})

test('what was held so long that it is gone is fetched from the beginning on', async () => {
  const { player, video, engine, engines, behind, plays } = await open()
  plays()
  video.pause()
  behind(90)
  const { date } = engine()
  player.play()
  expect(engines).toHaveLength(2)
  expect(engine().opening.at).toBe(date)
  expect(video.paused).toBe(false)
})

test('whoever holds it is not started by a network that comes back', async () => {
  const { video, engine, engines, player, plays } = await open()
  plays()
  video.pause()
  engine().events.stopped('missing')
  await vi.advanceTimersByTimeAsync(8_000)
  expect(engines).toHaveLength(2)
  expect(video.paused).toBe(true)
  expect(player.state.kind).toBe('paused')
})

test('a chosen quality and a limit last when all is made anew', async () => {
  const { player, engine, plays } = await open()
  const list = [
    { lines: 360, bitrate: 800_000 },
    { lines: 720, bitrate: 3_000_000 },
  ]
  engine().events.qualities(list)
  player.choose(0)
  player.limit(360)
  plays()
  engine().events.stopped('missing')
  await vi.advanceTimersByTimeAsync(8_000)
  engine().events.qualities(list)
  expect(engine().asked).toEqual(['choose 0', 'limit 360'])
  expect(player.chosen).toBe(0)
})

test('is closed with its engine, and does nothing after', async () => {
  const { player, engine, engines, plays } = await open()
  plays()
  engine().events.stopped('missing')
  player.close()
  expect(engine().asked).toContain('close')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(engines).toHaveLength(1)
})
