// Broadcasts from end to end: real encoders come in, and whoever watches finds every playlist within the rules, whatever
// is pulled out or thrown in meanwhile.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RtmpClient, types } from '../ingest/testing/rtmpClient.ts'
import { patience, Studio } from '../testing/studio.ts'
import { breaksIn, wholeSegments, type Viewer } from '../testing/viewer.ts'
import type { BroadcastsParts } from './broadcasts.ts'

const run = promisify(execFile)
let close: AsyncDisposableStack
beforeEach(() => {
  close = new AsyncDisposableStack()
})
afterEach(() => close.disposeAsync())

async function open(parts: Partial<BroadcastsParts> = {}): Promise<Studio> {
  const studio = close.use(await Studio.open(parts))
  studio.admit('lecture', 'other')
  return studio
}

const all = ['video', 'audio', '480p', '360p']
const one = ['video', 'audio', '360p']
const small = { key: 'lecture', size: '854x480' }

/** Until each has so many whole segments more. */
async function watch(viewer: Viewer, names: readonly string[], segments: number) {
  const playlists = await Promise.all(
    names.map(async (name) => {
      const before = wholeSegments(await viewer.look(name))
      return viewer.follow(name, (playlist) => wholeSegments(playlist) >= before + segments)
    }),
  )
  expect(viewer.breaches).toEqual([])
  return playlists
}

/** The ffmpeg that makes smaller pictures for this process. */
function laddersOfOurs(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const [, ppid] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? []
      const isOurs = Number(ppid) === process.pid
      const command = isOurs ? readFileSync(`/proc/${name}/cmdline`, 'utf8') : ''
      return command.includes('force_key_frames') ? Number(name) : []
    } catch {
      return []
    }
  })
}

async function framesIn(media: Buffer): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-frames-'))
  try {
    const file = join(folder, 'all.mp4')
    await writeFile(file, media)
    const shown = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0']
    const { stdout, stderr } = await run('ffprobe', ['-v', 'error', ...shown, file])
    expect(stderr).toBe('')
    return Number(stdout.split(',')[0])
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** As encoders do: again and again, until they are let in. */
async function comeAgain(studio: Studio): Promise<void> {
  while (studio.of('lecture')?.state !== 'on') {
    const encoder = studio.encoder(small)
    const isIn = () => expect(studio.of('lecture')?.state).toBe('on')
    await Promise.race([once(encoder.child, 'exit'), vi.waitFor(isIn, patience)])
  }
}

test('what comes in is offered in all sizes, and players of others play each of them', async () => {
  const studio = await open()
  studio.encoder({ key: 'lecture', size: '1280x720' })
  const viewer = await studio.onAir('lecture')
  const main = await (await viewer.get('index.m3u8')).text()
  expect(main.match(/^[\da-z]+\.m3u8$/gm)).toEqual(['video.m3u8', '480p.m3u8', '360p.m3u8'])
  expect(main).toContain('URI="audio.m3u8"')
  await watch(viewer, all, 4)
  const address = viewer.addressOf('index.m3u8')
  // Frames at the times they have, not at a rate that is guessed of the first few.
  const asTheyAre = ['-fps_mode', 'passthrough', '-enc_time_base', '-1']
  const played = ['-v', 'error', '-i', address, '-t', '3', '-map', '0', ...asTheyAre]
  expect((await run('ffmpeg', [...played, '-f', 'null', '-'])).stderr).toBe('')
  const shown = ['-v', 'error', '-show_entries', 'stream=height', '-of', 'json', address]
  const probed = await run('ffprobe', shown)
  const { streams } = JSON.parse(probed.stdout) as { streams: { height?: number }[] }
  const heights = streams.flatMap(({ height }) => height ?? [])
  expect([probed.stderr, heights.toSorted((a, b) => a - b)]).toEqual(['', [360, 480, 720]])
  expect(studio.of('lecture')?.health).toMatchObject({
    picture: { width: 1280, height: 720, keyFrameSeconds: 2 },
    ...{ reconnects: 0, rungs: [480, 360] },
  })
})

test('when its encoder goes and comes again, it goes on in the same playlists', async () => {
  const studio = await open()
  const first = studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  await watch(viewer, one, 2)
  await first[Symbol.asyncDispose]()
  await vi.waitFor(() => expect(studio.of('lecture')?.state).toBe('interrupted'), patience)
  expect(laddersOfOurs()).toEqual([])
  studio.encoder(small)
  await vi.waitFor(() => expect(studio.of('lecture')?.state).toBe('on'), patience)
  const [video, ...others] = await watch(viewer, one, 3)
  expect(video && breaksIn(video)).toHaveLength(1)
  for (const other of others) expect(breaksIn(other)).toEqual(video && breaksIn(video))
  expect(studio.broadcasts.all).toHaveLength(1)
  expect(studio.of('lecture')?.health?.reconnects).toBe(1)
})

test('who takes over mixes nothing into what was', async () => {
  const studio = await open()
  const first = studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  await watch(viewer, one, 2)
  first.child.kill('SIGSTOP')
  studio.encoder(small)
  await vi.waitFor(() => expect(studio.of('lecture')?.health?.reconnects).toBe(1), patience)
  first.child.kill('SIGCONT')
  const [video] = await watch(viewer, one, 3)
  expect(video && breaksIn(video)).toHaveLength(1)
  const at = video?.segments.findLastIndex(({ isDiscontinuous }) => isDiscontinuous) ?? 0
  const since = video?.segments.slice(at).filter(({ duration }) => duration !== null) ?? []
  expect(await framesIn(await viewer.fetchAll(since))).toBe(since.length * 60)
})

test('when the ladder is killed it is made again, and what is missing is told of', async () => {
  const studio = await open()
  studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  await watch(viewer, one, 1)
  for (const pid of laddersOfOurs()) process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(laddersOfOurs()).toHaveLength(1), patience)
  const [video, , rung] = await watch(viewer, one, 3)
  const missing = rung?.segments.filter(({ parts }) => parts.some((part) => part.isMissing))
  expect(missing?.length).toBeGreaterThan(0)
  expect(rung?.segments.findLast(({ duration }) => duration !== null)?.isMissing).toBe(false)
  expect(rung && video && [breaksIn(rung), breaksIn(video)]).toEqual([[], []])
})

test('when the ingest is killed, what it brought goes on when it is there again', async () => {
  const studio = await open()
  studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  await watch(viewer, one, 1)
  const { pid } = studio.ingest
  process.kill(pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(studio.of('lecture')?.state).toBe('interrupted'), patience)
  await vi.waitFor(() => expect(studio.ingest.pid ?? pid).not.toBe(pid), patience)
  await comeAgain(studio)
  const [video] = await watch(viewer, one, 2)
  expect(video && breaksIn(video)).toHaveLength(1)
  expect(studio.broadcasts.all).toHaveLength(1)
})

test('what is no media is refused, and disturbs nobody else', async () => {
  const studio = await open()
  studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  using garbage = await RtmpClient.open(studio.ingest.port)
  garbage.publish('other')
  const noise = Buffer.alloc(3_000, Buffer.from([0x17, 0, 0, 0, 0, 9, 9, 9]))
  garbage.say({ type: types.video, body: noise, stream: 1 })
  await vi.waitFor(() => expect(studio.refused).toEqual(['other: broken']), patience)
  await vi.waitFor(() => expect(garbage.closed).toBe(true), patience)
  using foreign = await RtmpClient.open(studio.ingest.port)
  foreign.publish('other')
  const hevc = Buffer.concat([Buffer.from([0x90]), Buffer.from('hvc1'), Buffer.alloc(20)])
  foreign.say({ type: types.video, body: hevc, stream: 1 })
  await vi.waitFor(() => expect(studio.refused.at(-1)).toBe('other: codec'), patience)
  expect(studio.of('other')?.state).toBe('interrupted')
  const [video] = await watch(viewer, one, 2)
  expect(video && breaksIn(video)).toEqual([])
})

test('what staff ended can still be watched for a while, and its encoder stays away', async () => {
  const studio = await open({ times: { kept: 3_000 } })
  const encoder = studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  await watch(viewer, one, 2)
  const { broadcast } = studio.of('lecture') ?? {}
  if (broadcast === undefined) throw new Error('it is gone')
  studio.broadcasts.end(broadcast, 'staff')
  await once(encoder.child, 'exit')
  const ended = await viewer.look('video', '?from=start')
  expect(ended.tags.has('#EXT-X-ENDLIST')).toBe(true)
  expect(await framesIn(await viewer.fetchAll(ended.segments))).toBeGreaterThan(100)
  const again = studio.encoder(small)
  await once(again.child, 'exit')
  expect(studio.refused).toEqual(['lecture: ended', 'lecture: ended'])
  await vi.waitFor(() => expect(studio.broadcasts.all).toEqual([]), patience)
  expect((await viewer.get('index.m3u8')).status).toBe(404)
  expect(viewer.breaches).toEqual([])
})

test('whose encoder does not come again, that is over', async () => {
  const studio = await open({ times: { away: 300 } })
  const encoder = studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  await watch(viewer, one, 1)
  await encoder[Symbol.asyncDispose]()
  await vi.waitFor(() => expect(studio.of('lecture')?.state).toBe('over'), patience)
  for (const name of one) expect((await viewer.look(name)).tags.has('#EXT-X-ENDLIST')).toBe(true)
  expect(viewer.breaches).toEqual([])
})

test('without ffmpeg the source is offered alone', async () => {
  const studio = await open({ encodes: false })
  studio.encoder(small)
  const viewer = await studio.onAir('lecture')
  const main = await (await viewer.get('index.m3u8')).text()
  expect(main.match(/^[\da-z]+\.m3u8$/gm)).toEqual(['video.m3u8'])
  await watch(viewer, ['video', 'audio'], 1)
  expect(studio.of('lecture')?.health).toMatchObject({ rungs: [], warnings: ['sourceOnly'] })
})
