// Runs in a page, before anything of it and after `keepPeerConnections`: notes when sound and picture of the others
// flow, by what its peer connections count, and when they stand still.

export interface Flow {
  /** Streams of which something came within the last moment. */
  sound: number
  picture: number
}

/** When so many streams flowed, since when; wall clock, in ms. */
export interface Change extends Flow {
  readonly at: number
}

declare global {
  var flows: Change[]
}

export function watchFlow(): void {
  const sampleMs = 50
  /** A steady tone sends 50 packets a second, a picture 15 frames and more. */
  const momentMs = 350
  const peers = globalThis.peerConnections
  const counts = new Map<string, number>()
  const moved = new Map<string, { kind: string; at: number }>()
  globalThis.flows = []
  const look = async (): Promise<void> => {
    for (const peer of peers) {
      if (peer.connectionState === 'closed') peers.delete(peer)
      const stats = await peer.getStats()
      stats.forEach((one: RTCInboundRtpStreamStats & { id: string }) => {
        if (one.type !== 'inbound-rtp') return
        const count = one.kind === 'audio' ? one.packetsReceived : one.framesDecoded
        const key = `${[...peers].indexOf(peer)} ${one.ssrc} ${one.id}`
        if ((count ?? 0) > (counts.get(key) ?? 0))
          moved.set(key, { kind: one.kind, at: Date.now() })
        counts.set(key, count ?? 0)
      })
    }
    const flowing = [...moved.values()].filter(({ at }) => Date.now() - at < momentMs)
    const count = (kind: string) => flowing.filter((one) => one.kind === kind).length
    const now = { at: Date.now(), sound: count('audio'), picture: count('video') }
    const last = globalThis.flows.at(-1)
    if (last?.sound !== now.sound || last.picture !== now.picture) globalThis.flows.push(now)
    setTimeout(() => void look(), sampleMs)
  }
  void look()
}
