// A thread of its own that draws SVG as tiles of three planes, so that nothing else waits for it.
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import type { Tile } from './layouts.ts'
import { tileOf } from './rgba.ts'

export interface Drawing {
  readonly id: string
  readonly svg: string
  readonly tile: Tile
}

export type Drawn =
  | { readonly id: string; readonly planes: Uint8Array<ArrayBuffer>; readonly tile: Tile }
  | { readonly id: string; readonly why: string }

/** What SVG says of its size is in pixels at so many in an inch. */
const usualDensity = 72
const highestDensity = 2_400
const mostPixels = 16_000_000
const seconds = 5

sharp.cache(false)
sharp.concurrency(1)

/** Drawn as large as it is seen, not drawn small and made larger. */
async function planesOf({ svg, tile }: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const input = Buffer.from(svg)
  const { width, height } = await sharp(input, { limitInputPixels: mostPixels }).metadata()
  const [across, down] = [tile.width / width, tile.height / height]
  const scale = tile.fit === 'contain' ? Math.min(across, down) : Math.max(across, down)
  const density = Math.min(highestDensity, Math.max(1, usualDensity * scale))
  const { data, info } = await sharp(input, { density, limitInputPixels: mostPixels })
    .timeout({ seconds })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const picture = tileOf({ width: info.width, height: info.height, rgba: data }, tile)
  return new Uint8Array(picture.data)
}

parentPort?.on('message', (drawing: Drawing) => {
  const { id, tile } = drawing
  planesOf(drawing).then(
    (planes) => {
      parentPort?.postMessage({ id, planes, tile } satisfies Drawn, [planes.buffer])
    },
    (error: unknown) => {
      parentPort?.postMessage({ id, why: String(error) } satisfies Drawn)
    },
  )
})
