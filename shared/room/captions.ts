// The newest lines of captions: what whoever comes now reads first.
import { List } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { Feature } from './feature.ts'

const recentCaptions = 10

export interface CaptionLine extends BodyOf<'captions.written'> {
  readonly seq: number
  readonly at: number
}

export type CaptionSlice = List<CaptionLine>

export const captions: Feature<CaptionSlice> = {
  initial: List(),
  fold: {
    'captions.written': (slice, { seq, at, body }) =>
      slice.push({ seq, at, ...body }).takeLast(recentCaptions),
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? captions.initial : slice),
  encode: (slice) => slice.toArray(),
  decode: (json) => List(json as CaptionLine[]),
}
