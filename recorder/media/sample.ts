// What flows from whoever brings media (RTMP, ffmpeg's rungs, a composed stage) to the packager: formats, and
// samples in decoding order. Knows no container.

export interface VideoFormat {
  readonly kind: 'video'
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
  readonly config: Uint8Array
  /** As playlists name it (RFC 6381). */
  readonly codec: string
  /** Of the picture, in pixels. */
  readonly width: number
  readonly height: number
}

export interface AudioFormat {
  readonly kind: 'audio'
  /** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
  readonly config: Uint8Array
  readonly codec: string
  /** In Hz. */
  readonly sampleRate: number
  readonly channels: number
}

export type Format = VideoFormat | AudioFormat

/** A coded picture with its NAL units behind four bytes of length each, or a frame of AAC. */
export interface Sample {
  readonly kind: 'video' | 'audio'
  /** When it is decoded, in ms of the stream's own clock. */
  readonly dts: number
  /** By so much later it is shown, in ms. */
  readonly delay: number
  /** Decodable without any before it. */
  readonly isKey: boolean
  readonly data: Uint8Array
}
