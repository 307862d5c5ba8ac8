// Which depacketiser a codec has.
import type { TapCodec } from '../frame.ts'
import type { Depacketiser } from './depacketiser.ts'
import { h264 } from './h264.ts'
import { OpusDepacketiser } from './opus.ts'
import { PictureDepacketiser } from './pictures.ts'
import { vp8 } from './vp8.ts'
import { vp9 } from './vp9.ts'

const makers: Readonly<Record<TapCodec, () => Depacketiser>> = {
  opus: () => new OpusDepacketiser(),
  vp8: () => new PictureDepacketiser(vp8),
  vp9: () => new PictureDepacketiser(vp9),
  h264: () => new PictureDepacketiser(h264()),
}

export const depacketiserOf = (codec: TapCodec): Depacketiser => makers[codec]()
