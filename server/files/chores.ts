// What files need done by itself: whatever nobody can have any more goes. Safe to repeat, and on several
// nodes at once.
import type { Blobs } from '../blobs/blobs.ts'
import { every, type Clock, type Stop } from '../clock.ts'
import type { TemplateStore } from '../boards/templates/store.ts'
import type { MaterialStore } from './materials.ts'
import type { FileStore } from './store.ts'

const often = 10 * 60_000

interface Chores {
  readonly clock: Clock
  readonly blobs: Pick<Blobs, 'sweep'>
  readonly files: Pick<FileStore, 'sweep'>
  readonly materials: Pick<MaterialStore, 'sweep'>
  readonly templates: Pick<TemplateStore, 'sweep'>
  readonly failed: (what: string, error: unknown) => void
}

/** The answer stops it. */
export function startFileChores(parts: Chores): Stop {
  const { clock, blobs, files, materials, templates, failed } = parts
  return every(clock, often, async () => {
    try {
      for (const one of [files, materials, templates, blobs]) await one.sweep()
    } catch (error) {
      failed('sweeping files', error)
    }
  })
}
