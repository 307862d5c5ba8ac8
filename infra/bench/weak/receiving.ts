// Runs in a page, before anything of it and after `keepPeerConnections`: what of sound and picture arrives, from its
// peer connections, and by which names these are known on the wire.

/** What one page received within a while. */
export interface Received {
  /** The longest stretch of sound that had to be made up, of any voice, in ms. */
  readonly soundGapMs: number
  /** Of which something came. */
  readonly voices: number
  /** Of each picture: frames a second, and the height of the last one. */
  readonly pictures: readonly { readonly fps: number; readonly height: number }[]
}

declare global {
  /** The names of its ends of the peer connections (ICE user fragments). */
  var wireNames: () => string[]
  var receive: (ms: number) => Promise<Received>
}

export function watchReceiving(): void {
  const sampleMs = 200
  const peers = globalThis.peerConnections
  globalThis.wireNames = () =>
    [...peers].flatMap((peer) => {
      const sdp = peer.localDescription?.sdp ?? ''
      return [...sdp.matchAll(/a=ice-ufrag:(\S+)/g)].map(([, name = '']) => name)
    })

  const inbound = async () => {
    const reports = await Promise.all([...peers].map((peer) => peer.getStats()))
    const all = reports.flatMap((report, n) =>
      [...report.values()].map((one: RTCInboundRtpStreamStats) => ({
        ...one,
        key: `${n} ${one.id}`,
      })),
    )
    return all.filter(({ type }) => type === 'inbound-rtp')
  }
  type Stream = Awaited<ReturnType<typeof inbound>>[number]

  /** Made-up sound goes on from one sample to the next as long as no stretch of it ends: an upper bound. */
  class Gaps {
    longestMs = 0
    readonly #before = new Map<string, { samples: number; stretches: number; runMs: number }>()

    take({ key, concealedSamples: samples = 0, concealmentEvents: stretches = 0 }: Stream): void {
      const before = this.#before.get(key) ?? { samples, stretches, runMs: 0 }
      const madeUpMs = (samples - before.samples) / 48
      const isOneMore = stretches !== before.stretches
      const runMs = madeUpMs === 0 ? 0 : madeUpMs + (isOneMore ? 0 : before.runMs)
      this.#before.set(key, { samples, stretches, runMs })
      this.longestMs = Math.max(this.longestMs, runMs)
    }
  }

  globalThis.receive = async (ms) => {
    const gaps = new Gaps()
    const videos = async () => (await inbound()).filter(({ kind }) => kind === 'video')
    const first = new Map((await videos()).map((one) => [one.key, one]))
    const sounds = async () => (await inbound()).filter(({ kind }) => kind === 'audio')
    const heard = new Map((await sounds()).map((one) => [one.key, one.packetsReceived ?? 0]))
    const began = performance.now()
    while (performance.now() - began < ms) {
      for (const one of await inbound()) if (one.kind === 'audio') gaps.take(one)
      await new Promise((next) => setTimeout(next, sampleMs))
    }
    const seconds = (performance.now() - began) / 1_000
    const pictures = (await videos()).map(({ key, framesDecoded = 0, frameHeight: height = 0 }) => {
      const before = first.get(key)?.framesDecoded ?? 0
      return { fps: (framesDecoded - before) / seconds, height }
    })
    const voices = (await sounds()).filter(
      ({ key, packetsReceived = 0 }) => packetsReceived > (heard.get(key) ?? 0),
    )
    return { soundGapMs: gaps.longestMs, voices: voices.length, pictures }
  }
}
