// Runs in a page, before anything of it and after `keepPeerConnections`: counts what its peer connections decoded and
// what its players showed, when somebody asks; between two questions it costs nothing.

export interface Picture {
  readonly decoded: number
  readonly height: number
  readonly bytes: number
}

export interface Voice {
  readonly packets: number
  /** Sound that had to be made up for what did not come, in ms. */
  readonly madeUpMs: number
}

/** Since the page began; by a name that stays the same. */
export interface Counts {
  /** By the page's clock, in ms. */
  readonly at: number
  readonly pictures: Readonly<Record<string, Picture>>
  readonly voices: Readonly<Record<string, Voice>>
  /** Frames that came onto the screen. */
  readonly shown: Readonly<Record<string, number>>
}

declare global {
  var countTiles: () => Promise<Counts>
}

export function watchTiles(): void {
  const peers = globalThis.peerConnections
  const inbound = async () => {
    const reports = await Promise.all([...peers].map((peer) => peer.getStats()))
    const all = reports.flatMap((report) => [...report.values()] as RTCInboundRtpStreamStats[])
    return all.filter(({ type }) => type === 'inbound-rtp')
  }
  const trackOf = ({ srcObject }: HTMLVideoElement) =>
    srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0] : undefined
  const shown = () =>
    [...document.querySelectorAll('video')].flatMap((video) => {
      const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality()
      const { id } = trackOf(video) ?? {}
      return id === undefined ? [] : [[id, totalVideoFrames - droppedVideoFrames] as const]
    })
  globalThis.countTiles = async () => {
    const streams = await inbound()
    const of = (kind: string) => streams.filter((one) => one.kind === kind)
    const picture = (one: (typeof streams)[0]) => {
      const { framesDecoded: decoded = 0, frameHeight: height = 0, bytesReceived: bytes = 0 } = one
      return { decoded, height, bytes }
    }
    const voice = (one: (typeof streams)[0]) => {
      const { packetsReceived: packets = 0, concealedSamples = 0 } = one
      return { packets, madeUpMs: (concealedSamples - (one.silentConcealedSamples ?? 0)) / 48 }
    }
    return {
      at: performance.now(),
      pictures: Object.fromEntries(of('video').map((one) => [one.trackIdentifier, picture(one)])),
      voices: Object.fromEntries(of('audio').map((one) => [one.trackIdentifier, voice(one)])),
      shown: Object.fromEntries(shown()),
    }
  }
}
