// What a connection itself needs: the messages of the wire, pulling what was missed, a renewed token,
// and how many are here.
import { z } from 'zod'
import { request, signal } from './define.ts'
import { id, largestSeq } from './fields.ts'
import { devices } from '../device.ts'
import type { Frame, Position } from '../log.ts'
import type { ParticipantId, SessionId } from '../ids.ts'
import type { Refusal } from '../errors.ts'
import type { Viewer } from '../room/viewer.ts'

export const position = z.object({
  seq: z.int().min(0).max(largestSeq),
  id: id<'fact'>().nullable(),
})

/** What a client says when it connects, in Socket.IO's `auth`. */
export const hello = z.object({
  token: z.string().max(4096),
  session: id<'session'>(),
  device: z.enum(devices),
  /** Where a returning client stands, with which view; the answer is a frame, or a snapshot if that place is gone. */
  have: z.object({ at: position, view: z.enum(['staff', 'member', 'waiting']) }).nullable(),
})
export type Hello = z.input<typeof hello>

export const call = z.object({
  name: z.string().max(64),
  /** Commands only: the sender's key, the same on every retry. */
  key: z.uuid().optional(),
  input: z.unknown(),
})

/** A reader's whole view: the projected state, encoded, at a position. */
export interface Snapshot {
  readonly viewer: Viewer
  readonly at: Position
  readonly state: unknown
}

export type Answer = { ok: true; output: unknown } | { ok: false; error: Refusal & { id?: string } }

/** A command's answer: the facts it made, which the client will also get in a frame if it may see them. */
export interface CommandOutput {
  readonly facts: readonly { seq: number; id: string; at: number }[]
}

export interface Welcome {
  readonly participant: ParticipantId
  readonly session: SessionId
  /** PostgreSQL's clock now, in ms. */
  readonly now: number
  readonly snapshot?: Snapshot
  readonly frame?: Frame
}

/** Server to client. */
export interface ServerEvents {
  welcome: (welcome: Welcome) => void
  frame: (frame: Frame) => void
  /** The reader's view changed or history was rewound: drop the state, take this. */
  view: (snapshot: Snapshot) => void
  top: (top: Position, now: number) => void
  signal: (message: { name: string; from: ParticipantId | null; data: unknown }) => void
  /** The server closes the connection; reconnect after `retryAfter` ms, or never when it is absent. */
  goodbye: (reason: Refusal) => void
}

/** Client to server. */
export interface ClientEvents {
  command: (call: unknown, answer: (answer: Answer) => void) => void
  request: (call: unknown, answer: (answer: Answer) => void) => void
  signal: (call: unknown) => void
}

export const roomRequests = {
  'room.pull': request({
    summary: 'What happened since a position: a frame, or a snapshot if that place is gone.',
    input: z.object({ have: position }),
    output: z.object({
      frame: z.custom<Frame>().optional().meta({ description: 'as in `frame`' }),
      snapshot: z.custom<Snapshot>().optional().meta({ description: 'as in `view`' }),
    }),
    permission: 'class.see',
    rate: 'machine',
  }),
  'room.renew': request({
    summary: 'A fresh token for the next connection.',
    input: z.object({}),
    output: z.object({ token: z.string() }),
    permission: 'class.see',
    rate: 'machine',
  }),
}

const count = z.int().min(0).max(largestSeq)

export const roomSignals = {
  'room.here': signal({
    summary: 'How many are in the class; at most every 2 s.',
    data: z.object({ inside: count, waiting: count }),
    permission: 'server',
    to: 'all',
  }),
}
