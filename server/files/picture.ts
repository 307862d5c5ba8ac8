// Pictures are written anew: upright, without what a camera wrote into them (where, when, by whom), and no
// larger than anybody needs; and small ones of them. Broken or monstrous ones are refused.
import sharp, { type Sharp } from 'sharp'
import { LyceumError } from '../../shared/errors.ts'

/** More would take too much memory to look at. */
const mostPixels = 64_000_000
/** Of a side of what is kept, and of its small picture. */
const longest = 4096
const small = 320
const seconds = 30
const atOnce = 2

// Of all that the library can read, only what is taken.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadHeifFile',
  ],
})
sharp.cache(false)
sharp.concurrency(1)

let working = 0
const waiting: (() => void)[] = []

/** Few at a time, so that photos of a whole class do not stop its sound. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  while (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  working += 1
  try {
    return await work()
  } finally {
    working -= 1
    waiting.shift()?.()
  }
}

const within = (side: number) =>
  ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const

const open = (path: string, animated = false): Sharp =>
  sharp(path, { animated, limitInputPixels: mostPixels, failOn: 'error' }).timeout({ seconds })

function writtenAnew(path: string, type: string): Sharp {
  if (type === 'image/gif') return open(path, true).gif()
  const upright = open(path).autoOrient().resize(within(longest))
  if (type === 'image/png') return upright.png()
  return type === 'image/webp' ? upright.webp({ quality: 85 }) : upright.jpeg({ quality: 85 })
}

function refusedOf(error: unknown): LyceumError {
  if (error instanceof Error && error.message.includes('pixel limit'))
    return new LyceumError('tooLarge', 'This picture is too large.', { reason: 'file-pixels' })
  return new LyceumError('invalid', 'This picture is damaged.', { reason: 'file-broken' })
}

export interface Pictured {
  readonly width: number
  readonly height: number
  readonly size: number
}

interface Paths {
  readonly from: string
  readonly whole: string
  readonly thumbnail: string
}

/** Writes both; throws `invalid` or `tooLarge` for what is no good picture. */
export async function writePictures(paths: Paths, type: string): Promise<Pictured> {
  return inTurn(async () => {
    try {
      const { width, height, pageHeight, size } = await writtenAnew(paths.from, type).toFile(
        paths.whole,
      )
      const thumbnail = open(paths.whole).resize(within(small)).webp({ quality: 75 })
      await thumbnail.toFile(paths.thumbnail)
      return { width, height: pageHeight ?? height, size }
    } catch (error) {
      throw refusedOf(error)
    }
  })
}
