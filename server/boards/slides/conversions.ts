// Makes PDF of presentations, one after the other: what waits stands in the table, so whatever node has time
// takes the next, and what a node that died had is taken up by another.
import { createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { newId } from '../../../shared/ids.ts'
import type { Blobs } from '../../blobs/blobs.ts'
import { inspect } from '../../files/inspect.ts'
import { removeBlobs } from '../../files/intake.ts'
import { endingOf, nameFor } from '../../files/kinds.ts'
import type { FileStore } from '../../files/store.ts'
import type { Office, OfficeLimits } from './office.ts'
import { forsakenAfter, type Failure, type Slides, type SlidesStore } from './store.ts'

interface Parts {
  readonly slides: SlidesStore
  readonly files: Pick<FileStore, 'add'>
  readonly blobs: Blobs
  readonly office: () => Promise<Office | null>
  readonly limits: OfficeLimits
  readonly failed: (what: string, error: unknown) => void
}

export interface Conversions {
  /** Whether presentations can be taken at all here. */
  available(): Promise<boolean>
  /** Something may wait. */
  wake(): void
}

/** The PDF becomes a file for boards of its own. */
async function keep({ blobs, files, slides }: Parts, from: Slides, pdf: string) {
  const kind = await inspect(pdf, 'slides.pdf')
  if (kind.type !== 'application/pdf') return 'broken'
  const own = await blobs.scratch()
  await copyFile(pdf, own)
  const { size } = await stat(own)
  const { room, participant } = from
  const id = newId<'file'>()
  const name = nameFor(from.name.replace(/\.[^.]*$/, ''), kind)
  await files.add({ id, room, participant, onBoard: kind.type })
  await blobs.keep(own, id)
  await slides.finish(from.id, { id, name, type: kind.type, size, width: null, height: null })
  return null
}

async function convert(parts: Parts, office: Office, from: Slides): Promise<Failure | null> {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-slides-'))
  try {
    const kept = await parts.blobs.open(from.id)
    if (kept === null) return 'broken'
    const path = join(folder, `slides.${endingOf(from.name)}`)
    await pipeline(kept.bytes, createWriteStream(path))
    const made = await office(path, parts.limits)
    return 'failed' in made ? made.failed : await keep(parts, from, made.pdf)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await removeBlobs(parts.blobs, from.id)
  }
}

export function createConversions(parts: Parts): Conversions {
  const { slides, failed } = parts
  let running: Promise<void> | null = null

  const one = async (office: Office, from: Slides) => {
    const still = setInterval(() => {
      slides.touch(from.id).catch((error: unknown) => {
        failed('a conversion’s sign of life', error)
      })
    }, forsakenAfter / 3)
    try {
      const why = await convert(parts, office, from)
      if (why !== null) await slides.fail(from.id, why)
    } catch (error) {
      failed('converting a presentation', error)
      await slides.fail(from.id, 'broken')
    } finally {
      clearInterval(still)
    }
  }

  const work = async () => {
    const office = await parts.office()
    if (office === null) return
    for (let next = await slides.claim(); next !== null; next = await slides.claim())
      await one(office, next)
  }

  return {
    available: async () => (await parts.office()) !== null,
    wake() {
      running ??= work()
        .catch((error: unknown) => {
          failed('converting presentations', error)
        })
        .finally(() => {
          running = null
        })
    },
  }
}
