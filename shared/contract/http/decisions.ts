// What servers decide about the media of a class, as operators read it: where somebody is put and by which
// figures, what is piped between nodes, what was lost.
import { z } from 'zod'
import { id } from '../fields.ts'
import { sourceKind } from '../sources.ts'

const node = z.string()
const participant = id<'participant'>()

/**
 * `together`: the class fits one node, and this one has some of it, the most while it has little to do.
 * `lesserOfTwo`: of two nodes that were drawn, the one with less to do. `onlyOne`: there was no other.
 * `classFull`: what has the class is full, and of the others this one was drawn. `spread`: the class is large, and
 * of it and two nodes without it this one has clearly less to do. `nearby`: it is large, and of those that have it
 * this one has least to do, and none of two others clearly less. `allFull`: of full nodes, the one with least to
 * do. `noneOpen`: all that are up drain, or are reached through another server only.
 */
export const placementRules = [
  'together',
  'lesserOfTwo',
  'onlyOne',
  'classFull',
  'spread',
  'nearby',
  'allFull',
  'noneOpen',
] as const
export type PlacementRule = (typeof placementRules)[number]

const reason = z.object({
  rule: z.enum(placementRules),
  among: z.array(
    z.object({
      node,
      /** Of what is scarcest there: 0 is idle, 1 all that it takes. */
      load: z.number(),
      scarcest: z.enum(['cpu', 'consumers', 'packetsOutPerSecond', 'bitsOutPerSecond']),
      draining: z.boolean(),
    }),
  ),
  /** How many were in the class, and what share of a node it was reckoned by them. */
  people: z.int(),
  expects: z.number(),
})
export type PlacementReason = z.output<typeof reason>

const placed = z.object({
  kind: z.literal('placed'),
  participant,
  node,
  /** Where the same device had media before; null: nowhere, as far as this server knew. */
  from: node.nullable(),
  /**
   * What made it necessary: they `came`; their node `drained`, was `lost`, or was `cutOff` from another that the
   * class has; or their media was built `anew`, as after a network that failed.
   */
  why: z.enum(['came', 'drained', 'lost', 'cutOff', 'anew']).default('came'),
  reason,
})
export type Placed = z.output<typeof placed>

/** A worker died, no server hears the node, or it was started anew. */
export const lossCause = z.enum(['workerDied', 'unheard', 'restarted'])
export type LossCause = z.output<typeof lossCause>

/** Of many sources only so many are named. */
export const namedSources = 12
const piped = {
  from: node,
  to: node,
  sources: z.int(),
  which: z.array(z.object({ participant, kind: sourceKind })).default([]),
}

/** `asked` means: by whoever operates the installation. */
export const decision = z.discriminatedUnion('kind', [
  placed,
  /** Somebody was asked to join media elsewhere: their node stops, or nothing comes to it from another one. */
  z.object({
    kind: z.literal('moving'),
    participant,
    from: node,
    cutFrom: node.nullable().default(null),
  }),
  /** They could not come to that other node, and go on where they are. */
  z.object({ kind: z.literal('stayed'), participant, node, to: node }),
  z.object({ kind: z.literal('left'), participant, node }),
  z.object({ kind: z.literal('piped'), ...piped }),
  z.object({ kind: z.literal('unpiped'), ...piped }),
  z.object({
    kind: z.literal('lost'),
    node,
    why: lossCause,
    /** How many had media there. */
    people: z.int(),
  }),
  /** A source of theirs was ended by its node: it sent far more than its kind may. */
  z.object({ kind: z.literal('tooMuch'), participant, node, source: sourceKind }),
  z.object({ kind: z.literal('nowhere'), participant }),
  z.object({ kind: z.literal('drained'), node, people: z.int() }),
  z.object({ kind: z.literal('undrained'), node, people: z.int() }),
  z.object({ kind: z.literal('ended'), people: z.int() }),
])
export type Decision = z.output<typeof decision>
