// Takes a file in: written down within its limit, looked at, a picture written anew. What it makes is kept
// under an id, or thrown away whole.
import { stat } from 'node:fs/promises'
import type { Upload } from '../../shared/contract/http/define.ts'
import type { FileShown } from '../../shared/contract/files.ts'
import { newId } from '../../shared/ids.ts'
import { tooLarge, type Blobs } from '../blobs/blobs.ts'
import { inspect } from './inspect.ts'
import { nameFor } from './kinds.ts'
import { writePictures } from './picture.ts'

export interface Wanted {
  readonly name: string
  /** Bytes. */
  readonly limit: number
}

export interface Taken {
  readonly file: FileShown
  /** Under the file's id, and its small picture beside it. */
  keep(): Promise<void>
  drop(): Promise<void>
}

export const thumbnailKey = (id: string): string => `${id}.webp`

export async function removeBlobs(blobs: Blobs, id: string): Promise<void> {
  await blobs.remove(thumbnailKey(id))
  await blobs.remove(id)
}

/** What is at these paths when it fails goes with them. */
async function orDiscard<Result>(
  blobs: Blobs,
  paths: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    for (const path of paths) await blobs.discard(path)
    throw error
  }
}

async function takePicture(blobs: Blobs, from: string, type: string) {
  const [whole, thumbnail] = [await blobs.scratch(), await blobs.scratch()]
  return orDiscard(blobs, [whole, thumbnail], async () => {
    const pictured = await writePictures({ from, whole, thumbnail }, type)
    await blobs.discard(from)
    return { ...pictured, whole, thumbnail }
  })
}

async function takeAsIs(path: string) {
  const { size } = await stat(path)
  return { whole: path, thumbnail: null, size, width: null, height: null }
}

export async function takeIn(blobs: Blobs, upload: Upload, wanted: Wanted): Promise<Taken> {
  const { limit } = wanted
  if (upload.length !== null && upload.length > limit) throw tooLarge(limit)
  const path = await blobs.receive(upload.bytes, limit)
  return orDiscard(blobs, [path], async () => {
    const kind = await inspect(path, wanted.name)
    const { type } = kind
    const made = kind.picture === true ? await takePicture(blobs, path, type) : await takeAsIs(path)
    const { whole, thumbnail, size, width, height } = made
    const id = newId<'file'>()
    return {
      file: { id, name: nameFor(wanted.name, kind), type, size, width, height },
      keep: async () => {
        if (thumbnail !== null) await blobs.keep(thumbnail, thumbnailKey(id))
        await blobs.keep(whole, id)
      },
      drop: async () => {
        for (const one of [whole, thumbnail]) if (one !== null) await blobs.discard(one)
        await removeBlobs(blobs, id)
      },
    }
  })
}
