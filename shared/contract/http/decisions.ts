// What servers decide about the media of a class, as operators read it: where somebody is put and by which
// figures, what is piped between nodes, what was lost.
import { z } from 'zod'
import { id } from '../fields.ts'

const node = z.string()
const participant = id<'participant'>()

/**
 * `together`: the class fits one node, and this one has it. `lesserOfTwo`: of two nodes that were drawn, the
 * one with less to do. `spread`: the class is large, and a node without it has clearly less to do. `nearby`:
 * it is large, and none has. `allFull`: of full nodes, the one with least to do.
 */
export const placementRules = ['together', 'lesserOfTwo', 'spread', 'nearby', 'allFull'] as const
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
  reason,
})
export type Placed = z.output<typeof placed>

/** `asked` means: by whoever operates the installation. */
export const decision = z.discriminatedUnion('kind', [
  placed,
  /** Somebody was asked to join media elsewhere, before their node stops. */
  z.object({ kind: z.literal('moving'), participant, from: node }),
  z.object({ kind: z.literal('left'), participant, node }),
  z.object({ kind: z.literal('piped'), from: node, to: node, sources: z.int() }),
  z.object({ kind: z.literal('unpiped'), from: node, to: node, sources: z.int() }),
  z.object({
    kind: z.literal('lost'),
    node,
    why: z.enum(['workerDied', 'unheard', 'restarted']),
    /** How many devices had media there. */
    people: z.int(),
  }),
  z.object({ kind: z.literal('nowhere'), participant }),
  z.object({ kind: z.literal('drained'), node, people: z.int() }),
  z.object({ kind: z.literal('undrained'), node, people: z.int() }),
  z.object({ kind: z.literal('ended'), people: z.int() }),
])
export type Decision = z.output<typeof decision>
