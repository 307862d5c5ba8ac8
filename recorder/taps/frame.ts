// What a tap makes of packets: whole pictures and frames of sound, as their encoder made them.

export const tapCodecs = ['vp8', 'vp9', 'h264', 'opus'] as const
export type TapCodec = (typeof tapCodecs)[number]

/** A picture, or a frame of sound. */
export interface Frame {
  readonly rtpTimestamp: number
  /** Decodable without any before it; sound always is. */
  readonly isKey: boolean
  /**
   * VP8 and Opus as they are; of VP9 all layers of a picture, with an index behind them when there are several; of
   * H.264 NAL units behind four bytes of length each, without parameter sets.
   */
  readonly data: Uint8Array
  /** In pixels, of key frames. */
  readonly size: { readonly width: number; readonly height: number } | null
  /** AVCDecoderConfigurationRecord, of key frames of H.264. */
  readonly config: Uint8Array | null
}
