// Real files on a real disk: what is refused leaves nothing behind, and pictures lose what a camera wrote.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LyceumError } from '../../shared/errors.ts'
import { folderOfBlobs, type Blobs } from '../blobs/blobs.ts'
import { takeIn, thumbnailKey } from './intake.ts'

let folder: string
let blobs: Blobs
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyceum-files-'))
  blobs = folderOfBlobs(folder)
})
afterEach(() => rm(folder, { recursive: true }))

async function* chunks(bytes: Uint8Array, size = 10_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const upload = (bytes: Uint8Array | string, length: number | null = null) => ({
  bytes: chunks(Buffer.from(bytes)),
  length,
})
const take = (bytes: Uint8Array | string, name: string, limit = 1_000_000) =>
  takeIn(blobs, upload(bytes), { name, limit })
const reasonOf = async (taking: Promise<unknown>) =>
  taking.then(
    () => 'taken',
    (error: unknown) => (error instanceof LyceumError ? error.refusal.reason : error),
  )

async function left(): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all.filter((one) => one.isFile()).map(({ name }) => name)
}

const pathOf = (key: string) => join(folder, 'files', key.slice(0, 36).slice(-2), key)

async function whole(key: string): Promise<Buffer> {
  const kept = await blobs.open(key)
  const parts: Uint8Array[] = []
  for await (const part of kept?.bytes ?? []) parts.push(part)
  return Buffer.concat(parts)
}

const photo = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: 'teal' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Secretphone' }, IFD3: { GPSLatitudeRef: 'N' } })

describe('pictures', () => {
  test('lose what the camera wrote, stand upright, and have a small one', async () => {
    const lying = await photo().withMetadata({ orientation: 6 }).toBuffer()
    expect(lying.toString('latin1')).toContain('Secretphone')
    const taken = await take(lying, 'IMG_1.png')
    await taken.keep()
    const { id } = taken.file
    expect(taken.file).toMatchObject({ name: 'IMG_1.jpg', width: 400, height: 600 })
    const kept = await whole(id)
    expect(kept.length).toBe(taken.file.size)
    expect(kept.toString('latin1')).not.toMatch(/Secretphone|Exif/)
    const meta = await sharp(pathOf(id)).metadata()
    expect([meta.width, meta.height, meta.exif, meta.orientation]).toEqual([
      400,
      600,
      undefined,
      undefined,
    ])
    const small = await sharp(pathOf(thumbnailKey(id))).metadata()
    expect([small.format, small.height]).toEqual(['webp', 320])
    expect(await left()).toHaveLength(2)
    await taken.drop()
    expect(await left()).toEqual([])
  })

  test('that are bombs or broken are refused and leave nothing', async () => {
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: 'white' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(await reasonOf(take(bomb, 'bomb.png'))).toBe('file-pixels')
    const cut = (await photo().toBuffer()).subarray(0, 900)
    expect(await reasonOf(take(cut, 'cut.jpg'))).toBe('file-broken')
    expect(await left()).toEqual([])
  })

  test('keep moving', async () => {
    const frame = (r: number) => ({
      create: { width: 8, height: 8, channels: 3 as const, background: { r, g: 9, b: 9 } },
    })
    const frames = [0, 90, 180].map(frame) as never
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const taken = await take(gif, 'a.gif')
    await taken.keep()
    expect(taken.file).toMatchObject({ width: 8, height: 8 })
    expect((await sharp(pathOf(taken.file.id)).metadata()).pages).toBe(3)
  })
})

describe('what is refused', () => {
  test('is more than the limit, said or not, and nothing of it stays', async () => {
    const much = Buffer.alloc(50_000, 'a')
    expect(await reasonOf(take(much, 'a.txt', 40_000))).toBe('file-size')
    const said = takeIn(blobs, upload('a', 50_000), { name: 'a.txt', limit: 40_000 })
    expect(await reasonOf(said)).toBe('file-size')
    expect(await left()).toEqual([])
  })

  test.each([
    ['a page called a picture', '<!doctype html><script>alert(1)</script>', 'photo.png'],
    ['a page called a text', '<html><body>', 'notes.txt'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg'],
    ['a program', Buffer.from('7f454c4602010100', 'hex'), 'a.pdf'],
    ['a script', 'rm -rf /', 'a.sh'],
    ['bytes that are nothing', Buffer.from([1, 2, 3, 0, 255]), 'a.txt'],
  ])('is %s', async (_, bytes, name) => {
    expect(await reasonOf(take(bytes, name))).toBe('file-type')
    expect(await left()).toEqual([])
  })

  test('is nothing at all', async () => {
    expect(await reasonOf(take('', 'a.txt'))).toBe('file-empty')
  })
})

test('text and documents are kept as they are', async () => {
  const text = await take('naïve, “text”\n', 'notes.md')
  expect(text.file).toMatchObject({ name: 'notes.md', type: 'text/plain; charset=utf-8' })
  const pdf = await take('%PDF-1.7\n1 0 obj\n', 'sheet.exe')
  await pdf.keep()
  expect(pdf.file).toMatchObject({ name: 'sheet.pdf', type: 'application/pdf', width: null })
  expect((await whole(pdf.file.id)).toString()).toBe('%PDF-1.7\n1 0 obj\n')
})
