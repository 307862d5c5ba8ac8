// Runs in a page, before anything of it and before what looks at them: remembers its peer connections.

declare global {
  var peerConnections: Set<RTCPeerConnection>
}

export function keepPeerConnections(): void {
  const kept = new Set<RTCPeerConnection>()
  globalThis.peerConnections = kept
  globalThis.RTCPeerConnection = class extends globalThis.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      kept.add(this)
    }
  }
}
