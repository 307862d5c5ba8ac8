// What staff chose to be in focus for everybody.
import type { Focus } from '../contract/stage.ts'
import type { Feature } from './feature.ts'

export interface StageSlice {
  readonly focus: Focus
}

export const stage: Feature<StageSlice> = {
  initial: { focus: { kind: 'auto' } },
  fold: {
    'stage.focused': (_, { body }) => body,
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? stage.initial : slice),
  encode: (slice) => slice,
  decode: (json) => json as StageSlice,
}
