// RTMP as node-media-server speaks it, held to what a publisher may do. Its own sessions are not used: they let
// anybody who plays or was refused send into a stream, end the process over one wrong message, and reserve whatever
// memory a header names. Here nothing is played, whoever is not admitted is told so before anything of theirs is
// taken, and what is wrong ends the connection. Throws an `RtmpFault` for that.
import logger from 'node-media-server/src/core/logger.js'
import Rtmp, { type AvPacket, type Invocation } from 'node-media-server/src/protocol/rtmp.js'

// It prints whatever a client says.
logger.log = () => undefined

export class RtmpFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RtmpFault'
  }
}

/** Before somebody is admitted they only introduce themselves. */
const largestMessage = { stranger: 64 * 1_024, publisher: 4 * 1_024 * 1_024 }
/** Of 16 chunk streams each has a message of its own; encoders use five. */
const mostChunkStreams = 16
const chunkSizes = { least: 1, most: 0x7f_ff_ff_ff }
const setChunkSize = 1

export interface RtmpPorts {
  /** Whether whoever knows this name may publish. */
  readonly admit: (name: string) => boolean
  readonly take: (packet: AvPacket) => void
  readonly write: (bytes: Buffer) => void
}

/** Before a question mark, as encoders put parameters behind a key. */
const nameIn = (streamName: string): string => streamName.split('?', 1)[0] ?? ''

export class PublisherRtmp extends Rtmp {
  readonly #ports: RtmpPorts
  #admitted = false
  #fault: RtmpFault | null = null

  constructor(ports: RtmpPorts) {
    super()
    this.#ports = ports
    this.onOutputCallback = ports.write
    this.onPacketCallback = (packet) => {
      if (!this.#admitted) this.#refuse('media before it was admitted')
      ports.take(packet)
    }
  }

  get admitted(): boolean {
    return this.#admitted
  }

  /** After the first fault nothing is read any more. */
  read(bytes: Buffer): void {
    if (this.#fault !== null) return
    try {
      const wrong = this.parserData(bytes)
      if (wrong !== null) this.#refuse(wrong)
    } catch (error) {
      this.#fault = error instanceof RtmpFault ? error : new RtmpFault(String(error))
      throw this.#fault
    }
  }

  override packetAlloc(): void {
    const { length } = this.parserPacket.header
    const most = this.#admitted ? largestMessage.publisher : largestMessage.stranger
    if (length > most) this.#refuse(`a message of ${length} bytes`)
    if (this.inPackets.size > mostChunkStreams) this.#refuse('too many chunk streams')
    super.packetAlloc()
  }

  override controlHandler(): void {
    const { header, payload } = this.parserPacket
    if (header.type === setChunkSize) {
      const size = header.length < 4 ? 0 : payload.readUInt32BE()
      if (size < chunkSizes.least || size > chunkSizes.most) this.#refuse(`chunks of ${size} bytes`)
    }
    super.controlHandler()
  }

  override onPlay(): void {
    this.#tell('NetStream.Play.Failed', 'Nothing is played here.')
    this.#refuse('it wants to play')
  }

  override onPublish(invocation: Invocation): void {
    const { streamName } = invocation
    if (this.#admitted || typeof streamName !== 'string') this.#refuse('a wrong publication')
    this.streamId = this.parserPacket.header.stream_id
    if (!this.#ports.admit(nameIn(streamName))) {
      this.#tell('NetStream.Publish.BadName', 'This stream key is not valid (any more).')
      this.#refuse('no valid stream key')
    }
    this.#admitted = true
    super.onPublish(invocation)
  }

  #tell(code: string, description: string): void {
    this.sendStatusMessage(this.parserPacket.header.stream_id, 'error', code, description)
  }

  #refuse(why: string): never {
    throw new RtmpFault(why)
  }
}
