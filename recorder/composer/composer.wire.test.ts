// A stage with real codecs: what comes out is decoded again, and everything is where, when and as it should be.
import { expect, test, vi } from 'vitest'
import type { SourceId } from '../../shared/ids.ts'
import { Composer } from './composer.ts'
import { layoutOf } from './layouts.ts'
import type { Frame } from './pictureSource.ts'
import { Audience, type Colour } from './testing/audience.ts'
import { h264, opus, vp8 } from './testing/clips.ts'
import { play } from './testing/live.ts'

const until = { timeout: 60_000, interval: 20 }
const size = { width: 640, height: 360 }
const now = () => performance.timeOrigin + performance.now()
const camera = 'camera-1' as SourceId
const screen = 'screen-1' as SourceId
const voice = 'microphone-1' as SourceId

const red: Colour = [255, 0, 0]
const green: Colour = [0, 128, 0]
const blue: Colour = [0, 0, 255]
const black: Colour = [0, 0, 0]
const clipOf = (colour: string) => `color=c=${colour}:s=320x180:r=30:d=1`

const isNear = (one: Colour, other: Colour) =>
  one.every((part, n) => Math.abs(part - (other[n] ?? 0)) <= 24)

function open() {
  const audience = new Audience(size)
  const died: string[] = []
  const wanted: SourceId[] = []
  const composer = new Composer({
    encoding: { ...size, framesPerSecond: 30, bitrate: 2_000_000 },
    now,
    take: (event) => audience.events.push(event),
    wantKey: (id) => wanted.push(id),
    died: (part) => died.push(part),
  })
  return { audience, composer, died, wanted }
}

type Opened = ReturnType<typeof open>

/** So many more pictures have come out. */
async function more({ audience }: Opened, pictures: number): Promise<void> {
  const before = audience.of('video').length
  await vi.waitFor(() => {
    expect(audience.of('video').length).toBeGreaterThanOrEqual(before + pictures)
  }, until)
}

/** Until that is what the audience sees. */
async function seen({ audience }: Opened, ...points: [x: number, y: number, colour: Colour][]) {
  await vi.waitFor(async () => {
    const picture = await audience.now()
    for (const [x, y, colour] of points)
      expect(picture?.colour(x, y)).toSatisfy(
        (one?: Colour) => one !== undefined && isNear(one, colour),
      )
  }, until)
}

const openCamera = ({ composer }: Opened, clip: readonly Frame[]) =>
  play(composer.open({ id: camera, kind: 'camera', codec: 'vp8' }), clip, now)

const still = (colour: Colour) => ({
  width: 64,
  height: 64,
  rgba: Uint8Array.from({ length: 64 * 64 * 4 }, (_, n) =>
    n % 4 === 3 ? 255 : (colour[n % 4] ?? 0),
  ),
})

test('everything is where the layout says, and moves without a gap', async () => {
  const stage = open()
  const { audience, composer } = stage
  using _ = composer
  using _camera = openCamera(stage, await vp8(clipOf('red'), 10))
  const shared = composer.open({ id: screen, kind: 'screen', codec: 'h264' })
  using _screen = play(shared, await h264(clipOf('green'), 10), now)
  composer.show(layoutOf({ kind: 'beside', main: screen, side: camera }, size))
  await seen(stage, [560, 180, red], [240, 180, green], [240, 20, black], [560, 20, black])
  composer.draw('board', still(blue))
  composer.show(layoutOf({ kind: 'grid', cameras: [camera, screen, 'board', 'nobody'] }, size))
  await seen(stage, [160, 90, red], [480, 90, green], [160, 270, blue], [480, 270, black])
  composer[Symbol.dispose]()

  await audience.pictures()
  expect(Math.max(...audience.steps('video'))).toBeLessThanOrEqual(34)
  expect(Math.max(...audience.steps('audio'))).toBeLessThanOrEqual(22)
  expect(composer.figures.deaths).toBe(0)
})

test('a picture of a phone on its side is turned upright', async () => {
  const stage = open()
  const { composer } = stage
  using _ = composer
  const clip = await vp8(`${clipOf('red')},drawbox=y=90:h=90:c=blue:t=fill`, 10)
  using playing = openCamera(stage, clip)
  composer.show(layoutOf({ kind: 'alone', main: camera }, size))
  await seen(stage, [320, 60, red], [320, 300, blue])
  playing.change(clip.map((frame) => ({ ...frame, rotation: 90 })))
  await seen(stage, [360, 180, red], [280, 180, blue], [100, 180, black])
})

test('a flash and a tone that begin together are seen and heard together, in their time', async () => {
  const stage = open()
  const { audience, composer } = stage
  using _ = composer
  const [dark, flash] = [
    'color=c=black:s=320x180:r=30:d=3',
    `drawbox=c=white:t=fill:enable='gte(t,2)'`,
  ]
  const clip = await vp8(`${dark},${flash}`, 30)
  const tone = await opus(`sine=frequency=440:d=3,volume=enable='lt(t,2)':volume=0`)
  composer.show(layoutOf({ kind: 'alone', main: camera }, size))
  const microphone = composer.open({ id: voice, kind: 'microphone', codec: 'opus' })
  const began = now()
  using _camera = openCamera(stage, clip)
  using _voice = play(microphone, tone, now)
  await more(stage, 100)
  composer[Symbol.dispose]()

  const isWhite = ({ colour }: { colour: (x: number, y: number) => Colour }) =>
    isNear(colour(320, 180), [255, 255, 255])
  const seenAt = (await audience.pictures()).find(isWhite)?.at ?? 0
  const { from, samples } = await audience.sound()
  const heard = samples.findIndex((sample) => Math.abs(sample) > 500)
  expect(heard).toBeGreaterThan(0)
  const heardAt = from + heard / 48
  expect(Math.abs(heardAt - seenAt)).toBeLessThanOrEqual(40)
  expect(Math.abs(composer.anchor + seenAt - (began + 2_000))).toBeLessThanOrEqual(40)
  // Each wave of 440 Hz passes zero upwards once.
  const second = samples.subarray(heard + 4_800, heard + 4_800 + 24_000)
  const waves = second.filter((sample, n) => sample >= 0 && (second[n - 1] ?? 0) < 0).length
  expect(Math.abs(waves - 220)).toBeLessThanOrEqual(3)
})

test('a killed decoder keeps its last picture and comes back with the next key frame', async () => {
  const stage = open()
  const { audience, composer, died } = stage
  using _ = composer
  using playing = openCamera(stage, await vp8(clipOf('red'), 10))
  composer.show(layoutOf({ kind: 'alone', main: camera }, size))
  await seen(stage, [320, 180, red])
  playing.change(await vp8(clipOf('blue'), 30))
  process.kill(composer.programs.decoders[0] ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(died).toEqual([camera]), until)
  await seen(stage, [320, 180, blue])
  composer[Symbol.dispose]()

  const pictures = await audience.pictures()
  const isOf = (colour: Colour) => (picture: (typeof pictures)[number]) =>
    isNear(picture.colour(320, 180), colour)
  const shown = pictures.slice(pictures.findIndex(isOf(red)))
  expect(shown.findIndex(isOf(black))).toBe(-1)
})

test('a killed encoder is followed by another, and times go on', async () => {
  const stage = open()
  const { audience, composer, died } = stage
  using _ = composer
  using _camera = openCamera(stage, await vp8(clipOf('red'), 10))
  composer.show(layoutOf({ kind: 'alone', main: camera }, size))
  await seen(stage, [320, 180, red])
  const killedAt = now() - composer.anchor
  process.kill(composer.programs.encoder ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(died).toEqual(['encoder']), until)
  await more(stage, 45)
  composer[Symbol.dispose]()

  for (const kind of ['video', 'audio'] as const)
    expect(Math.min(...audience.steps(kind))).toBeGreaterThan(0)
  const later = audience.of('video').filter(({ dts }) => dts > killedAt - 400)
  expect(later[0]?.isKey).toBe(true)
  // What jumps farther the packager takes for another stream.
  expect(Math.max(...audience.steps('video'))).toBeLessThanOrEqual(5_000)
  const pictures = await audience.pictures()
  expect(pictures.at(-1)?.colour(320, 180)).toSatisfy((one: Colour) => isNear(one, red))
})

test('while the encoder stands still pictures are left out, until it is given up for another', async () => {
  const stage = open()
  const { audience, composer, died } = stage
  using _ = composer
  await more(stage, 30)
  process.kill(composer.programs.encoder ?? 0, 'SIGSTOP')
  await vi.waitFor(() => expect(composer.figures.skipped).toBeGreaterThan(60), until)
  expect(died).toEqual([])
  await vi.waitFor(() => expect(died).toEqual(['encoder']), until)
  await more(stage, 30)
  composer[Symbol.dispose]()
  expect(Math.min(...audience.steps('video'))).toBeGreaterThan(0)
  expect((await audience.pictures()).length).toBeGreaterThanOrEqual(60)
})

test('a source that goes on without a key frame is asked for one', async () => {
  const stage = open()
  const { composer, wanted } = stage
  using _ = composer
  const [, ...rest] = await vp8(clipOf('red'), 30)
  using _camera = openCamera(stage, rest)
  composer.show(layoutOf({ kind: 'alone', main: camera }, size))
  await vi.waitFor(() => expect(wanted.length).toBeGreaterThanOrEqual(2), until)
  expect(composer.programs.decoders).toEqual([])
})
