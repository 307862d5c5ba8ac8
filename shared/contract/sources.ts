// Sources: what people publish (camera, microphone, screen, screen audio, document camera), as facts. Facts say what
// should be; the sfu says what is.
import { z } from 'zod'
import { command, fact, signal } from './define.ts'
import { id, personal, role } from './fields.ts'

export const sourceKinds = ['camera', 'microphone', 'screen', 'screenAudio', 'document'] as const
export type SourceKind = (typeof sourceKinds)[number]

const source = id<'source'>()
const participant = id<'participant'>()
const session = id<'session'>()
const incarnation = id<'incarnation'>()
export const sourceKind = z.enum(sourceKinds)
const closeReason = z.enum([
  'self',
  'staff',
  'left',
  'lost',
  'replaced',
  'moved',
  'forbidden',
  'ended',
  /** It sent far more than its kind may. */
  'excess',
])

export const sourceCommands = {
  'sources.open': command({
    summary: 'A source of a participant arrives at an sfu.',
    input: z.object({
      source,
      participant,
      session,
      kind: sourceKind,
      node: z.string().max(200),
      incarnation,
      paused: z.boolean(),
    }),
    permission: 'system',
    rate: 'system',
  }),
  'sources.pause': command({
    summary: 'Mutes one’s own source.',
    input: z.object({ source }),
    permission: 'class.see',
    rate: 'act',
  }),
  'sources.resume': command({
    summary: 'Opens one’s own source again, if allowed.',
    input: z.object({ source }),
    permission: 'class.see',
    rate: 'act',
  }),
  'sources.close': command({
    summary: 'Stops one’s own source.',
    input: z.object({ source }),
    permission: 'class.see',
    rate: 'act',
  }),
  'sources.mute': command({
    summary:
      'Mutes one person’s microphone, or everybody’s: but staff’s, or with theirs but one’s own.',
    input: z.object({
      participant: participant.nullable(),
      /** Of everybody: staff’s too. */
      staff: z.boolean().optional(),
    }),
    permission: 'media.moderate',
    rate: 'act',
  }),
  'sources.stop': command({
    summary: 'Stops somebody’s camera or screen.',
    input: z.object({ source }),
    permission: 'media.moderate',
    rate: 'act',
  }),
  'sources.lose': command({
    summary: 'Sources are gone at the sfu.',
    input: z.object({ sources: z.array(source).min(1).max(500), reason: closeReason }),
    permission: 'system',
    rate: 'system',
  }),
  'sources.loseIncarnation': command({
    summary: 'A media worker or node is gone with all its sources.',
    input: z.object({ incarnation }),
    permission: 'system',
    rate: 'system',
  }),
}

export const sourceSignals = {
  'sources.ask': signal({
    summary:
      'Staff asks whom they muted, or one of them, to speak again; nobody else can open a microphone.',
    data: z.object({ participant: participant.nullable() }),
    permission: 'media.moderate',
    to: 'all',
  }),
}

export const sourceFacts = {
  'sources.opened': fact({
    summary: 'A source is on the stage; carries its person.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({
      source,
      participant,
      session,
      name: personal(z.string()),
      role,
      kind: sourceKind,
      node: z.string(),
      incarnation,
      paused: z.enum(['self', 'staff']).nullable(),
    }),
  }),
  'sources.paused': fact({
    summary: 'A source is not forwarded.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ source, by: z.enum(['self', 'staff']) }),
  }),
  'sources.resumed': fact({
    summary: 'A source is forwarded again.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ source }),
  }),
  'sources.closed': fact({
    summary: 'A source is gone.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({ source, reason: closeReason }),
  }),
  'sources.incarnationLost': fact({
    summary: 'All sources of an sfu incarnation are gone.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ incarnation }),
  }),
}
