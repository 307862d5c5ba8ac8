// What a server may ask of a recorder, and what a recorder tells every server. It decides nothing of a class: it says
// what comes in, and servers say for which class that is and whose tokens open it.
import { z } from 'zod'
import { id } from './fields.ts'
import type { NodeContract } from './nodeContract.ts'
import { inputHealth, refusalReason } from './recorder/input.ts'

export * from './recorder/input.ts'

const broadcast = id<'broadcast'>()
const streamKey = id<'streamKey'>()
const room = id<'room'>()
const nothing = z.object({})

/** SHA-256, in hex. */
const hash = z.string().regex(/^[\da-f]{64}$/)
const coordinate = z.string().regex(/^[\w-]{43}$/)

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, seconds = 4) => ({
  input,
  output,
  timeLimitMs: seconds * 1_000,
})

export const recorderRequests = {
  /** The one clock, in ms since 1970; what takes its way is no more than what is rounded. */
  clock: request(z.object({ now: z.number() }), nothing),
  /** All stream keys there are as of that revision; older ones are ignored. */
  keys: request(
    z.object({
      revision: z.int().nonnegative(),
      keys: z.array(z.object({ key: streamKey, hash })).max(50_000),
    }),
    nothing,
    10,
  ),
  /** The P-256 keys whose tokens open what is watched. */
  trust: request(
    z.object({
      issuer: z.string(),
      keys: z.array(z.object({ kid: z.string().max(100), x: coordinate, y: coordinate })).max(20),
    }),
    nothing,
  ),
  /** For which class it is: nobody watches it before. Throws `missing`. */
  assign: request(z.object({ broadcast, room }), nothing),
  /** Ends it and sends its encoder away; what is over already is fine. */
  end: request(
    z.object({ broadcast, reason: z.enum(['staff', 'noClass', 'class', 'replaced']) }),
    nothing,
  ),
}
type Requests = typeof recorderRequests
export type RecorderRequestName = keyof Requests
export type RecorderInput<N extends RecorderRequestName> = z.infer<Requests[N]['input']>
export type RecorderOutput<N extends RecorderRequestName> = z.infer<Requests[N]['output']>

const liveBroadcast = z.object({
  broadcast,
  key: streamKey,
  /** Null before it was assigned. */
  room: room.nullable(),
  /** `interrupted`: its encoder is gone and may come back. `over`: it will not; what was can still be watched. */
  state: z.enum(['on', 'interrupted', 'over']),
  /** Null while nothing comes. */
  health: inputHealth.nullable(),
})
export type LiveBroadcast = z.infer<typeof liveBroadcast>

/** Every 2 s and whenever something began or ended: everything that is really there. */
const report = z.object({
  node: z.string(),
  version: z.string().nullable(),
  /** Where encoders come in, such as rtmp://10.0.0.4:1935/live; null where none may. */
  ingest: z.string().nullable(),
  /** Whether smaller pictures can be made here. */
  encodes: z.boolean(),
  /** Share of a core. */
  cpu: z.number(),
  draining: z.boolean(),
  broadcasts: z.array(liveBroadcast),
})
export type RecorderReport = z.infer<typeof report>

export const recorderEvents = {
  report,
  refused: z.object({ key: streamKey, reason: refusalReason }),
}
export type RecorderEventName = keyof typeof recorderEvents
export type RecorderEvents = {
  [N in RecorderEventName]: z.infer<(typeof recorderEvents)[N]>
}

/** The audience that a token which opens a broadcast is for; its subject is the class. */
export const watchAudience = 'lyceum-watch'

/** Of a broadcast, where all its playlists are: the same at every server and at the recorder itself. */
export const hlsPath = (node: string, of: string): string =>
  `/hls/${encodeURIComponent(node)}/${of}/`
export const mainPlaylist = 'index.m3u8'

export const recorderContract = {
  name: 'recorder',
  protocol: 1,
  path: '/control',
  /** All stream keys that there may be are 6 MB. */
  frameLimits: { node: 8 << 20, server: 4 << 20 },
  requests: recorderRequests,
  events: recorderEvents,
} as const satisfies NodeContract
export type RecorderContract = typeof recorderContract
