// Asks the browser for camera, microphone and screen. Every failure is a problem a person can act on,
// never an exception.
import { cameraSize, type Prominence } from './encodings.ts'
import { problemOf, type Problem } from './problems.ts'
import { soundConstraints, type Tuning } from './tuning.ts'

export type Captured =
  | { readonly ok: true; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly problem: Problem }

/** `document`: a second camera, that shows a sheet or a thing. */
export type DeviceKind = 'camera' | 'microphone' | 'document'

export interface CaptureWish {
  /** Null takes what the system prefers. */
  readonly device: string | null
  readonly prominence: Prominence
  readonly tuning: Tuning
}

// Absent on an insecure origin, whatever the types say.
const devices = (): MediaDevices | undefined => navigator.mediaDevices

function constraintsOf(
  kind: DeviceKind,
  { device, prominence, tuning }: CaptureWish,
): MediaStreamConstraints {
  const chosen = device === null ? {} : { deviceId: { exact: device } }
  if (kind === 'camera') return { video: { ...cameraSize[prominence], ...chosen } }
  if (kind === 'document') return { video: { ...cameraSize.teacher, ...chosen } }
  return { audio: { ...soundConstraints(tuning), ...chosen } }
}

function hintOf(kind: DeviceKind, { tuning }: CaptureWish): string {
  if (kind === 'microphone') return tuning.music ? 'music' : 'speech'
  return kind === 'document' ? 'detail' : 'motion'
}

export async function capture(kind: DeviceKind, wish: CaptureWish): Promise<Captured> {
  const source = devices()
  if (source === undefined) return { ok: false, problem: 'insecure' }
  try {
    const stream = await source.getUserMedia(constraintsOf(kind, wish))
    const [track] = stream.getTracks()
    if (track === undefined) return { ok: false, problem: 'missing' }
    track.contentHint = hintOf(kind, wish)
    return { ok: true, track }
  } catch (error) {
    const problem = problemOf(error)
    // The remembered device is gone: any other is better than none, but no second camera.
    if (problem === 'missing' && wish.device !== null && kind !== 'document')
      return capture(kind, { ...wish, device: null })
    return { ok: false, problem }
  }
}

export interface SharedScreen {
  readonly video: MediaStreamTrack
  readonly audio: MediaStreamTrack | null
}

/** Null when the person thought better of it. */
export async function captureScreen(): Promise<SharedScreen | Problem | null> {
  const source = devices()
  if (source === undefined) return 'insecure'
  if (!canShareScreen()) return 'missing'
  try {
    const stream = await source.getDisplayMedia({
      video: { frameRate: { ideal: 15, max: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    })
    const [video] = stream.getVideoTracks()
    const [audio] = stream.getAudioTracks()
    if (video === undefined) return 'failed'
    video.contentHint = 'detail'
    return { video, audio: audio ?? null }
  } catch (error) {
    const problem = problemOf(error)
    return problem === 'refused' ? null : problem
  }
}

/** Phones cannot. */
export function canShareScreen(): boolean {
  const source = devices()
  return source !== undefined && 'getDisplayMedia' in source
}
