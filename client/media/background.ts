// What stands behind a person in their camera’s picture: blurred by the browser where it can, else by the
// operator’s own program where there is one.
import { findProcessor, processed, type Processor } from './processor.ts'

interface Blurring<State> {
  readonly backgroundBlur?: State
}

/** Not every browser says what a track can do. */
function abilities(track: MediaStreamTrack): Blurring<readonly boolean[]> {
  return 'getCapabilities' in track ? track.getCapabilities() : {}
}

/** Where only the system can switch it, the browser names one state. */
export function canBlur(track: MediaStreamTrack): boolean {
  const states = abilities(track).backgroundBlur ?? []
  return states.includes(true) && states.includes(false)
}

function isBlurred(track: MediaStreamTrack): boolean {
  const settings: Blurring<boolean> = track.getSettings()
  return settings.backgroundBlur === true
}

/** By the browser; true once it says that it is. */
async function blur(track: MediaStreamTrack): Promise<boolean> {
  if (!canBlur(track)) return false
  // What is not named again is not wanted any more.
  const wish: MediaTrackConstraints & Blurring<boolean> = {
    ...track.getConstraints(),
    backgroundBlur: true,
  }
  await track.applyConstraints(wish).catch(() => undefined)
  return isBlurred(track)
}

/** Something here can blur this camera’s picture. */
export async function isBlurable(track: MediaStreamTrack): Promise<boolean> {
  return canBlur(track) || (await findProcessor()) !== null
}

/** The track to show and send in place of this one; null where nothing blurs it. `bare`: nothing does any more. */
export async function blurred(
  track: MediaStreamTrack,
  bare: () => void,
  find: () => Promise<Processor | null> = findProcessor,
): Promise<MediaStreamTrack | null> {
  if (await blur(track)) {
    // The system, or a browser out of breath, switches it as well.
    track.addEventListener('configurationchange', () => {
      if (!isBlurred(track)) bare()
    })
    return track
  }
  const processor = await find()
  return processor === null ? null : processed(track, processor, { bare }).catch(() => null)
}
