// A room's broadcast: what goes out by HLS to whoever watches, and how its encoder does.
import { z } from 'zod'
import { command, fact, request, signal } from './define.ts'
import { id, line, time } from './fields.ts'
import { inputHealth, refusalReason } from './recorder/input.ts'

const broadcast = id<'broadcast'>()
const which = z.object({ broadcast })
const node = z.string().max(100)

/** Why a broadcast is over. `lost`: its recorder is gone; `silent`: its encoder did not come back. */
const endReason = z.enum(['staff', 'silent', 'lost', 'class', 'replaced'])

export const broadcastCommands = {
  'broadcast.begin': command({
    summary:
      'An encoder came in with a stream key of this class; with `opens` a class that has not started yet starts.',
    input: z.object({ broadcast, node, opens: z.boolean() }),
    permission: 'system',
    rate: 'system',
  }),
  'broadcast.interrupt': command({
    summary: 'Its encoder is gone, and may come back.',
    input: which,
    permission: 'system',
    rate: 'system',
  }),
  'broadcast.resume': command({
    summary: 'Its encoder is back.',
    input: which,
    permission: 'system',
    rate: 'system',
  }),
  'broadcast.end': command({
    summary: 'It is over without anybody having ended it.',
    input: which.extend({ reason: z.enum(['silent', 'lost']) }),
    permission: 'system',
    rate: 'system',
  }),
  'broadcast.stop': command({
    summary: 'Ends the broadcast; its encoder is sent away.',
    input: z.object({}),
    permission: 'broadcast.manage',
    rate: 'act',
  }),
}

const key = id<'streamKey'>()
const keyLabelLimit = 60
const manages = { permission: 'broadcast.manage', rate: 'act' } as const

/** All but the key itself, which nobody can read again. */
export const streamKey = z.object({
  key,
  /** What it was made for, such as the encoder's name. */
  label: z.string(),
  /** Its stream starts a class that has not started yet. */
  opens: z.boolean(),
  madeAt: time,
  /** When a stream last came with it; null: never. */
  usedAt: time.nullable(),
})
export type StreamKey = z.output<typeof streamKey>

export const keyWish = z.object({ label: line(keyLabelLimit), opens: z.boolean() })

/** The secret is what an encoder is given; it is told this once. */
export const madeKey = streamKey.extend({ secret: z.string() })

export const broadcastRequests = {
  'broadcast.keys': request({
    summary: 'The stream keys of the class, and the addresses at which encoders come in.',
    input: z.object({}),
    output: z.object({ keys: z.array(streamKey), servers: z.array(z.string()) }),
    ...manages,
  }),
  'broadcast.makeKey': request({
    summary: 'Makes a stream key of the class; its secret is told this once.',
    input: keyWish,
    output: madeKey,
    ...manages,
  }),
  'broadcast.rotateKey': request({
    summary: 'Gives a stream key another secret; whoever streams with the old one is sent away.',
    input: z.object({ key }),
    output: madeKey,
    ...manages,
  }),
  'broadcast.revokeKey': request({
    summary: 'Takes a stream key away; whoever streams with it is sent away.',
    input: z.object({ key }),
    output: z.object({}),
    ...manages,
  }),
  'broadcast.watch': request({
    summary:
      'What a player needs: where the playlists of the class are, and a token that is believed for two minutes, in the header `Authorization: Bearer`.',
    input: z.object({}),
    output: z.object({ token: z.string(), expiresAt: time }),
    permission: 'class.see',
    rate: 'machine',
  }),
}

export const broadcastSignals = {
  'broadcast.health': signal({
    summary: 'How what the encoder sends is; every 2 s while it sends.',
    data: which.extend({ health: inputHealth }),
    permission: 'server',
    to: 'staff',
  }),
  'broadcast.refused': signal({
    summary: 'An encoder with a stream key of this class was sent away.',
    data: z.object({ reason: refusalReason }),
    permission: 'server',
    to: 'staff',
  }),
}

export const broadcastFacts = {
  'broadcast.began': fact({
    summary: 'There is something to watch, made by that recorder.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ broadcast, node: z.string() }),
  }),
  'broadcast.interrupted': fact({
    summary: 'Nothing more comes for now.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: which,
  }),
  'broadcast.resumed': fact({
    summary: 'It goes on, in the same playlists.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: which,
  }),
  'broadcast.ended': fact({
    summary: 'It is over.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: which.extend({ reason: endReason }),
  }),
}
