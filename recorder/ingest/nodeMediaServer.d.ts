// As much of node-media-server 4.4.3 as is used; it brings no types.
declare module 'node-media-server/src/protocol/rtmp.js' {
  interface RtmpPacket {
    readonly header: { readonly length: number; readonly type: number; readonly stream_id: number }
    readonly payload: Buffer
  }

  /** What a client calls, decoded from AMF 0. */
  export interface Invocation {
    readonly cmd?: unknown
    readonly transId?: unknown
    readonly cmdObj?: unknown
    readonly streamName?: unknown
  }

  /** The first `size` bytes of `data`, which is used again for what comes next. `dts` in ms. */
  export interface AvPacket {
    readonly codec_type: number
    readonly dts: number
    readonly size: number
    readonly data: Buffer
  }

  class Rtmp {
    parserPacket: RtmpPacket
    inPackets: ReadonlyMap<number, RtmpPacket>
    inChunkSize: number
    streamApp: unknown
    streamId: number
    onOutputCallback: (bytes: Buffer) => void
    onPacketCallback: (packet: AvPacket) => void
    parserData(bytes: Buffer): string | null
    packetAlloc(): void
    controlHandler(): void
    onConnect(invocation: Invocation): void
    onPublish(invocation: Invocation): void
    onPlay(invocation: Invocation): void
    sendStatusMessage(stream: number, level: string, code: string, description: string): void
  }
  // As the package exports it.
  // eslint-disable-next-line no-restricted-syntax
  export default Rtmp
}

declare module 'node-media-server/src/core/logger.js' {
  const logger: { log(message: string): void }
  // As the package exports it.
  // eslint-disable-next-line no-restricted-syntax
  export default logger
}
