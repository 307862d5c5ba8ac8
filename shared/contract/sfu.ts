// The contract between servers and sfus. Import from here; the folder holds its parts.
export * from './sfu/codecs.ts'
export * from './sfu/events.ts'
export * from './sfu/frames.ts'
export * from './sfu/load.ts'
export * from './sfu/media.ts'
export type { Offer, PipeEnd } from './sfu/pipes.ts'
export * from './sfu/requests.ts'
export type { Look } from './sfu/wish.ts'
