// The port for an operator’s own program that blurs what stands behind a person: a module of the server’s
// that takes the camera’s track and gives the one that is shown and sent. Nothing comes from elsewhere.
import { onStandstill } from './standstill.ts'

export interface Processed {
  readonly track: MediaStreamTrack
  readonly stop: () => void
}

export interface Processor {
  process(track: MediaStreamTrack): Promise<Processed>
}

const address = '/processor/index.js'
const load = (): Promise<unknown> => import(/* @vite-ignore */ address)

const isProcessor = (module: unknown): module is Processor =>
  typeof module === 'object' &&
  module !== null &&
  'process' in module &&
  typeof module.process === 'function'

/** Null where the operator has none. */
export async function findProcessor(
  fetched: () => Promise<unknown> = load,
): Promise<Processor | null> {
  const module = await fetched().catch(() => null)
  return isProcessor(module) ? module : null
}

/** A program may fetch and compile something first; longer than this nobody waits for their picture. In ms. */
const beginsWithinMs = 15_000

/** What it gives in place of the camera’s track; it fails when it takes too long, or hands on the camera itself. */
async function begin(raw: MediaStreamTrack, by: Processor): Promise<Processed> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('It does not begin.')), beginsWithinMs)
  })
  const beginning = by.process(raw)
  try {
    const begun = await Promise.race([beginning, late])
    if (begun.track === raw) throw new Error('Its track is the camera itself.')
    return begun
  } catch (error) {
    // Should it begin after all, nothing of it goes on.
    beginning.then(end, () => undefined)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function end({ track, stop }: Processed): void {
  track.stop()
  stop()
}

export interface Guard {
  /** Told when the program ends by itself, or its picture stands still. */
  readonly bare: () => void
  readonly watch?: typeof onStandstill
}

/** The processed track in place of the camera’s: it stops it, ends with it, and is the same device. */
export async function processed(
  raw: MediaStreamTrack,
  by: Processor,
  { bare, watch = onStandstill }: Guard,
): Promise<MediaStreamTrack> {
  const { track, stop } = await begin(raw, by)
  const stopTrack = track.stop.bind(track)
  let over = false
  const finish = (): void => {
    if (over) return
    over = true
    unwatch()
    stopTrack()
    stop()
    raw.stop()
  }
  const fail = (): void => {
    if (over) return
    finish()
    bare()
  }
  const unwatch = watch(track, fail)
  track.stop = finish
  track.addEventListener('ended', fail)
  track.getSettings = () => raw.getSettings()
  track.contentHint = raw.contentHint
  raw.addEventListener('ended', () => {
    finish()
    track.dispatchEvent(new Event('ended'))
  })
  return track
}
