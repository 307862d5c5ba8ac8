// The codecs every router of every node speaks, in order of preference. Payload types are fixed, so
// that the capabilities of any router are the same everywhere and known before one exists.

const video = (
  mimeType: string,
  payloadType: number,
  parameters: Record<string, string | number>,
) => ({
  kind: 'video' as const,
  mimeType,
  clockRate: 90_000,
  preferredPayloadType: payloadType,
  parameters,
})

/** In which browsers that can send pictures, when everybody can receive it … */
export const finest = 'video/vp9'
/** … and in which everybody can. */
export const plainest = 'video/vp8'

export const codecs = [
  {
    kind: 'audio' as const,
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    preferredPayloadType: 100,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  video('video/VP8', 101, {}),
  video('video/H264', 103, {
    'packetization-mode': 1,
    'profile-level-id': '42e01f',
    'level-asymmetry-allowed': 1,
  }),
  video('video/VP9', 105, { 'profile-id': 0 }),
  video('video/AV1', 107, {}),
]
