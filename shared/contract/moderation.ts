// Keeping order: restricting, slowing down, warning, sending out, banning; flags that people raise; and
// the record of every such act.
import { z } from 'zod'
import { switchable } from './class.ts'
import { command, fact, request } from './define.ts'
import { before, content, factSchema, id, personal, seq, staffOnly, text, time } from './fields.ts'
import { reason, reasonLimit } from './lobby.ts'
import { slowest } from '../order.ts'
import { permissions, type Permission } from '../roles.ts'

const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
const participant = id<'participant'>()
const restrictable = z.enum(switchable)

export const banScopes = ['account', 'link', 'device'] as const
const scope = z.enum(banScopes)

/** What staff did; each is one row of the audit view. */
export const acts = [
  'warned',
  'restricted',
  'allowed',
  'muted',
  'stopped',
  'deleted',
  'restored',
  'admitted',
  'refused',
  'toLobby',
  'removed',
  'banned',
  'lifted',
] as const

const about = z.object({ participant, reason })

export const moderationCommands = {
  'moderation.restrict': command({
    summary: 'Switches things off, or on again, for one person or for everybody who is not staff.',
    input: z.object({
      /** Null for everybody. */
      participant: participant.nullable(),
      permissions: z.array(restrictable).min(1).max(switchable.length),
      on: z.boolean(),
      reason,
    }),
    permission: 'people.grant',
    rate: 'act',
  }),
  'moderation.slow': command({
    summary: 'Sets the pause between two messages of one person; null for none.',
    input: z.object({ seconds: z.int().min(1).max(slowest).nullable() }),
    permission: 'chat.moderate',
    rate: 'act',
  }),
  'moderation.warn': command({
    summary: 'Warns a person, in private.',
    input: about,
    permission: 'people.warn',
    rate: 'act',
  }),
  'moderation.toLobby': command({
    summary: 'Sends a person out to wait until somebody lets them in again.',
    input: about,
    permission: 'people.warn',
    rate: 'act',
  }),
  'moderation.remove': command({
    summary: 'Removes a person with all devices; whoever comes again must be let in.',
    input: about,
    permission: 'people.remove',
    rate: 'act',
  }),
  'moderation.ban': command({
    summary:
      'Removes a person and lets them in at no door: always as this participant, and by account, device, or, for newcomers, the link they used.',
    input: z.object({
      ...about.shape,
      by: z.array(scope).max(banScopes.length),
      /** Null for good. */
      until: time.nullable(),
    }),
    permission: 'people.remove',
    rate: 'act',
  }),
  'moderation.lift': command({
    summary: 'Lifts a ban; it is known by the number of its fact.',
    input: z.object({ ban: seq, reason }),
    permission: 'people.remove',
    rate: 'act',
  }),
  'flags.raise': command({
    summary: 'Calls staff’s attention to a message or a person.',
    input: z.object({
      about: z.union([z.strictObject({ message: seq }), z.strictObject({ participant })]),
      reason: text(reasonLimit),
    }),
    reads: ({ about }) => ('message' in about ? [about.message] : []),
    permission: 'flags.raise',
    rate: 'act',
  }),
  'flags.decide': command({
    summary: 'Closes a flag, with what was decided and why.',
    input: z.object({ flag: seq, decision: z.enum(['acted', 'dismissed']), reason }),
    permission: 'flags.decide',
    rate: 'act',
  }),
}

export const moderationRequests = {
  'moderation.audit': request({
    summary: 'What staff did to keep order, newest first, as facts.',
    input: z.object({ before, limit: z.int().min(1).max(100) }),
    output: z.object({ facts: z.array(factSchema), more: z.boolean() }),
    permission: 'flags.decide',
    rate: 'machine',
  }),
}

const who = { participant: participant.nullable(), name: personal(z.string()) }

export const moderationFacts = {
  'people.restricted': fact({
    summary: 'The full list of what is taken from a person; it outweighs what is granted.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ participant, denied: z.array(permission) }),
  }),
  'moderation.slowed': fact({
    summary: 'Between two messages of one person this many seconds must pass; null for none.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ seconds: z.number().nullable(), by: z.enum(['staff', 'size']) }),
  }),
  'moderation.acted': fact({
    summary: 'Staff did something to keep order. Whom it is about is told where they should be.',
    version: 1,
    time: 'now',
    audience: 'concerned',
    body: z.object({
      act: z.enum(acts),
      /** Null where it is about everybody. */
      ...who,
      permissions: z.array(permission),
      until: time.nullable(),
      reason: content(z.string()),
    }),
  }),
  'moderation.banned': fact({
    summary: 'Who is let in at no door, and by what they are known.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({
      participant,
      name: personal(z.string()),
      account: staffOnly(personal(id<'account'>())),
      invite: id<'invite'>().nullable(),
      /** Of the browser they came with. */
      mark: personal(z.string()),
      until: time.nullable(),
      reason: content(z.string()),
    }),
  }),
  'moderation.lifted': fact({
    summary: 'A ban holds no longer.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({ ban: z.number() }),
  }),
  'flags.raised': fact({
    summary: 'Somebody calls staff’s attention; carries what it is about whole.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({
      by: participant,
      byName: personal(z.string()),
      participant: personal(participant),
      name: personal(z.string()),
      message: z.number().nullable(),
      text: content(z.string()),
      reason: content(z.string()),
    }),
  }),
  'flags.decided': fact({
    summary: 'A flag is closed.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({
      flag: z.number(),
      ...who,
      decision: z.enum(['acted', 'dismissed']),
      reason: content(z.string()),
    }),
  }),
}
