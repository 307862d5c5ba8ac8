// Where segments of broadcasts are kept on disk: a folder for each broadcast, with one for each of its renditions in it.
// A disk that takes nothing is told of once for each broadcast.
import { readdirSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { isId, type BroadcastId } from '../../shared/ids.ts'
import type { Shelf } from '../packager/shelving.ts'

type Log = Pick<Logger, 'warn'>

export class Folder {
  readonly #path: string
  readonly #log: Log
  readonly #writing = new Set<Promise<void>>()
  #isTold = false
  #isRemoved = false

  constructor(path: string, log: Log) {
    this.#path = path
    this.#log = log
  }

  shelf(rendition: string): Shelf {
    const folder = join(this.#path, rendition)
    const fileOf = (number: number) => join(folder, `${number}.m4s`)
    return {
      fileOf,
      put: async (number, bytes) => {
        const writing = this.#write({ folder, file: fileOf(number) }, bytes)
        this.#writing.add(writing)
        try {
          await writing
        } finally {
          this.#writing.delete(writing)
        }
      },
      drop: (numbers) => {
        for (const number of numbers)
          rm(fileOf(number), { force: true }).catch((error: unknown) => this.#tell(error))
      },
    }
  }

  async remove(): Promise<void> {
    this.#isRemoved = true
    await Promise.allSettled(this.#writing)
    await rm(this.#path, { recursive: true, force: true }).catch((error: unknown) =>
      this.#tell(error),
    )
  }

  async #write(
    { folder, file }: { folder: string; file: string },
    bytes: readonly Uint8Array[],
  ): Promise<void> {
    if (this.#isRemoved) throw new Error('it was removed')
    try {
      await mkdir(folder, { recursive: true })
      await writeFile(file, bytes)
    } catch (error) {
      this.#tell(error)
      await rm(file, { force: true }).catch(() => undefined)
      throw error
    }
  }

  #tell(error: unknown): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#log.warn({ err: error, folder: this.#path }, 'segments cannot be kept on disk')
  }
}

export class Folders {
  readonly #root: string
  readonly #log: Log

  constructor(root: string, log: Log) {
    this.#root = root
    this.#log = log
  }

  of(broadcast: BroadcastId): Folder {
    return new Folder(join(this.#root, broadcast), this.#log)
  }

  /** What an earlier run has left behind. */
  async clear(): Promise<void> {
    const left = this.#names().filter((name) => isId<'broadcast'>(name))
    await Promise.all(left.map((name) => new Folder(join(this.#root, name), this.#log).remove()))
  }

  /** Before anything new can be among them. */
  #names(): string[] {
    try {
      return readdirSync(this.#root)
    } catch {
      return []
    }
  }
}
