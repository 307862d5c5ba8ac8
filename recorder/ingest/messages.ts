// What the ingest process and its parent tell each other.
import { z } from 'zod'

const publication = z.int().positive()
const keys = z.array(z.object({ key: z.string(), hash: z.string() }))
const endOfInput = z.enum([
  ...(['closed', 'silent', 'replaced', 'revoked', 'broken', 'refused', 'shutdown'] as const),
])

/** By the message channel. */
export const orders = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('open'),
    host: z.string(),
    port: z.int(),
    /** In PEM. */
    tls: z.object({ key: z.string(), cert: z.string() }).nullable(),
    keys,
  }),
  z.object({ do: z.literal('load'), keys }),
  z.object({ do: z.literal('end'), publication }),
])
export type Order = z.infer<typeof orders>

/** By the pipe, in order with what is published. */
export const tidings = z.discriminatedUnion('is', [
  z.object({ is: z.literal('open'), port: z.int() }),
  z.object({ is: z.literal('failed'), why: z.string() }),
  z.object({ is: z.literal('begun'), publication, key: z.string(), address: z.string() }),
  z.object({ is: z.literal('ended'), publication, why: endOfInput }),
  z.object({ is: z.literal('refused'), address: z.string(), why: z.string() }),
])
export type Tiding = z.infer<typeof tidings>

/** Of the pipe, at either end. */
export const pipeDescriptor = 4
