// The port for an operator’s own program that blurs what stands behind a person: a module of the server’s
// that takes the camera’s track and gives the one that is shown and sent. Nothing comes from elsewhere.

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

/** The processed track in place of the camera’s: it stops it, ends with it, and is the same device. */
export async function processed(raw: MediaStreamTrack, by: Processor): Promise<MediaStreamTrack> {
  const { track, stop } = await by.process(raw)
  const stopTrack = track.stop.bind(track)
  let over = false
  const end = (): void => {
    if (over) return
    over = true
    stopTrack()
    stop()
    raw.stop()
  }
  track.stop = end
  // A program that ends by itself leaves no light on.
  track.addEventListener('ended', end)
  track.getSettings = () => raw.getSettings()
  track.contentHint = raw.contentHint
  raw.addEventListener('ended', () => {
    track.stop()
    track.dispatchEvent(new Event('ended'))
  })
  return track
}
