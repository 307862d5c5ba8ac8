// What stands behind a person in their camera’s picture: blurred by the browser where it can, else by the
// operator’s own program where there is one.
import { findProcessor, processed } from './processor.ts'

interface Blurring {
  readonly backgroundBlur?: readonly boolean[]
}

/** Not every browser says what a track can do. */
function abilities(track: MediaStreamTrack): Blurring {
  return 'getCapabilities' in track ? track.getCapabilities() : {}
}

/** Where only the system can switch it, the browser names one state. */
export function canBlur(track: MediaStreamTrack): boolean {
  const states = abilities(track).backgroundBlur ?? []
  return states.includes(true) && states.includes(false)
}

/** False where it cannot be; the picture goes on as it is. */
export async function blur(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  if (!canBlur(track)) return false
  try {
    // What is not named again is not wanted any more.
    const wish: MediaTrackConstraints & { backgroundBlur: boolean } = {
      ...track.getConstraints(),
      backgroundBlur: on,
    }
    await track.applyConstraints(wish)
    return true
  } catch {
    return false
  }
}

/** Something here can blur this camera’s picture. */
export async function isBlurable(track: MediaStreamTrack): Promise<boolean> {
  return canBlur(track) || (await findProcessor()) !== null
}

/** The track to show and send in place of this one; null where nothing can blur it. */
export async function blurred(track: MediaStreamTrack): Promise<MediaStreamTrack | null> {
  if (await blur(track, true)) return track
  const processor = await findProcessor()
  return processor === null ? null : processed(track, processor).catch(() => null)
}
