// Reactions and pace feedback: sent in passing, gathered by the server, told as sums. Only the totals of
// emojis become facts, every few seconds, for the recording.
import { z } from 'zod'
import { command, fact, request, signal } from './define.ts'
import { id, time } from './fields.ts'
import { emojis, paces } from './reactionLimits.ts'

/** More people than this in one burst are a crowd, and told as numbers alone. */
export const namedLimit = 8
/** Standings in one message between nodes. */
export const standingsLimit = 500

const participant = id<'participant'>()
const emoji = z.enum(emojis)
const counts = z.partialRecord(emoji, z.int().min(1))
/** `none` takes back what was said. */
const pace = z.enum([...paces, 'none'])
const some = z.int().min(0)
const gauge = z.object({ slower: some, faster: some, lost: some })

const burst = z.object({
  counts,
  /** Who sent what, where they are few; of each the newest. */
  people: z.array(z.object({ participant, emoji })).max(namedLimit),
})

export const reactionCommands = {
  'reactions.count': command({
    summary: 'Keeps how many reactions a node was sent during the last seconds.',
    input: z.object({ counts }),
    permission: 'system',
    rate: 'system',
  }),
}

export const reactionRequests = {
  'reactions.readGauge': request({
    summary: 'How many find the pace too fast or too slow, or are lost, at present.',
    input: z.object({}),
    output: gauge,
    permission: 'reactions.gauge',
    rate: 'machine',
  }),
}

export const reactionSignals = {
  'reactions.send': signal({
    summary: 'A reaction.',
    data: z.object({ emoji }),
    permission: 'reactions.send',
    to: 'nodes',
  }),
  'reactions.pace': signal({
    summary: 'Feedback on the pace; holds for two minutes. A person counts once.',
    data: z.object({ pace }),
    permission: 'reactions.send',
    to: 'nodes',
  }),
  'reactions.burst': signal({
    summary: 'Reactions of the last 200 ms, of all nodes; at most five times a second.',
    data: burst,
    permission: 'server',
    to: 'all',
  }),
  'reactions.gauge': signal({
    summary: 'What people say of the pace, when it changed; at most once a second.',
    data: gauge,
    permission: 'server',
    to: 'staff',
  }),
  'reactions.gathered': signal({
    summary: 'What one node’s people sent, for the other nodes.',
    data: burst,
    permission: 'server',
    to: 'nodes',
  }),
  'reactions.standings': signal({
    summary: 'What one node’s people say of the pace, for the other nodes.',
    data: z.object({
      standings: z.array(z.object({ participant, pace, at: time })).max(standingsLimit),
    }),
    permission: 'server',
    to: 'nodes',
  }),
}

export const reactionFacts = {
  'reactions.counted': fact({
    summary: 'Reactions of the last seconds, of one node; others may tell of the same seconds.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ counts }),
  }),
}
