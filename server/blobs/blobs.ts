// Files as they lie on disk: each under its id, in a folder that all nodes share. What comes in is written
// to a place of its own first, and is kept or thrown away whole. Knows nothing of what files are for.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { LyceumError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'

/** So much of the disk stays free, for the database above all. In bytes. */
const spare = 512 * 1024 * 1024
/** Whatever is on its way for longer was left behind. In ms. */
const abandoned = 60 * 60_000

export interface KeptBlob {
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface Blobs {
  /** A path for something that is being made; whoever asks removes it or has it kept. */
  scratch(): Promise<string>
  /** Writes down what comes, no more than `limit` bytes of it; nothing stays of what is refused. */
  receive(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<string>
  /** From now on it is there under this key. */
  keep(path: string, key: string): Promise<void>
  /** Null when there is none. */
  open(key: string): Promise<KeptBlob | null>
  remove(key: string): Promise<void>
  discard(path: string): Promise<void>
  /** Throws away what was on its way when a node died. */
  sweep(): Promise<void>
}

export function tooLarge(limit: number): LyceumError {
  const megabytes = Math.floor(limit / 1024 / 1024)
  return new LyceumError('tooLarge', `A file may have ${String(megabytes)} MB at most.`, {
    reason: 'file-size',
  })
}

async function* upTo(bytes: AsyncIterable<Uint8Array>, limit: number) {
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    yield chunk
  }
}

async function assertSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < spare)
    throw new LyceumError('unavailable', 'The server has no room for files.', {
      reason: 'disk-full',
    })
}

/** Ids begin with their time, so their ends spread them. */
function placeOf(folder: string, key: string): string {
  const id = key.split('.', 1)[0] ?? key
  return join(folder, 'files', id.slice(-2), key)
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

export function folderOfBlobs(folder: string): Blobs {
  const incoming = join(folder, 'incoming')
  const discard = (path: string) => rm(path, { force: true })
  const scratch = async () => {
    await mkdir(incoming, { recursive: true })
    return join(incoming, newId())
  }
  return {
    scratch,
    discard,
    async receive(bytes, limit) {
      const path = await scratch()
      await assertSpace(incoming)
      try {
        await pipeline(upTo(bytes, limit), createWriteStream(path, { flags: 'wx', flush: true }))
        return path
      } catch (error) {
        await discard(path)
        throw error
      }
    },
    async keep(path, key) {
      const place = placeOf(folder, key)
      await mkdir(dirname(place), { recursive: true })
      await rename(path, place)
    },
    async open(key) {
      const place = placeOf(folder, key)
      try {
        const { size } = await stat(place)
        return { size, bytes: createReadStream(place) }
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    remove: (key) => discard(placeOf(folder, key)),
    async sweep() {
      await mkdir(incoming, { recursive: true })
      for (const name of await readdir(incoming)) {
        const path = join(incoming, name)
        const found = await stat(path).catch(() => null)
        if (found !== null && Date.now() - found.mtimeMs > abandoned) await discard(path)
      }
    },
  }
}
