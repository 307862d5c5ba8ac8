// Whether this browser encodes a camera's picture as VP9 in layers of one stream, and keeps up with it.
import { finest } from '../../shared/contract/sfu/codecs.ts'

const picture = { width: 1280, height: 720, framerate: 24, bitrate: 1_500_000 }
/** Media does not wait longer for the answer. */
const patienceMs = 1_000

/** A browser that knows nothing of layers passes over them, and says that it can. */
async function ask(): Promise<boolean> {
  const seen = { mode: false }
  const video = {
    contentType: finest,
    ...picture,
    get scalabilityMode() {
      seen.mode = true
      return 'L3T3_KEY'
    },
  }
  const { supported, smooth } = await navigator.mediaCapabilities.encodingInfo({
    type: 'webrtc',
    video,
  })
  return seen.mode && supported && smooth
}

export function sendsSvc(): Promise<boolean> {
  const late = new Promise<boolean>((answer) => {
    setTimeout(() => {
      answer(false)
    }, patienceMs)
  })
  return Promise.race([ask().catch(() => false), late])
}
