// Whether this browser encodes a camera's picture as VP9 in layers of one stream, and keeps up with it.

const picture = { width: 1280, height: 720, framerate: 24, bitrate: 1_500_000 }

/** A browser that knows nothing of layers passes over them, and says that it can. */
export async function sendsSvc(): Promise<boolean> {
  const seen = { mode: false }
  const video = {
    contentType: 'video/VP9',
    ...picture,
    get scalabilityMode() {
      seen.mode = true
      return 'L3T3_KEY'
    },
  }
  try {
    const { supported, smooth } = await navigator.mediaCapabilities.encodingInfo({
      type: 'webrtc',
      video,
    })
    return seen.mode && supported && smooth
  } catch {
    return false
  }
}
