// What is missing of a rendition, in parts, so that its segments keep the numbers that all renditions share. Pure.
import type { Part } from './cutter.ts'
import { targets } from './playlist.ts'
import type { Seams } from './seams.ts'

/** Less than a frame of any stream lasts: what is so close follows on, in ms. */
const followsMs = 50

interface Hole {
  /** In ms of the stream. */
  readonly from: number
  readonly until: number
  /** A last part that is shorter than others may wait for what else is missing. */
  readonly isOpen: boolean
}

/** Nothing of what comes later may be settled yet: seams before `until` must be. */
export function missingParts(seams: Seams, { from, until, isOpen }: Hole): Part[] {
  const parts: Part[] = []
  let at = from
  while (until - at > followsMs) {
    const seam = seams.of(at)
    if (seam === undefined) break
    const whole = Math.min(seams.after(seam) ?? Infinity, at + targets.part * 1_000)
    if (isOpen && whole > until) break
    const end = Math.min(until, whole)
    const duration = (end - at) / 1_000
    parts.push({ number: seam.number, at, duration, isIndependent: false, bytes: null })
    at = end
  }
  return parts
}
