// What a kind of node that servers dial is asked and tells, as a value, so that the channel to it is written once
// (`shared/channel`). From it come the types of both ends.
import type { z } from 'zod'

export interface NodeContract {
  readonly name: 'sfu' | 'recorder'
  readonly protocol: number
  /** Of the WebSocket that servers dial. */
  readonly path: string
  /** Bytes that one frame may have, by whom it is sent to. */
  readonly frameLimits: { readonly node: number; readonly server: number }
  readonly requests: {
    readonly [name: string]: {
      readonly input: z.ZodType
      readonly output: z.ZodType
      readonly timeLimitMs: number
    }
  }
  /** Whoever connects hears the `report` first: everything that is really there. */
  readonly events: { readonly report: z.ZodType; readonly [name: string]: z.ZodType }
}

export type NodeRequestName<C extends NodeContract> = keyof C['requests'] & string
export type NodeInput<C extends NodeContract, N extends NodeRequestName<C>> = z.infer<
  C['requests'][N]['input']
>
export type NodeOutput<C extends NodeContract, N extends NodeRequestName<C>> = z.infer<
  C['requests'][N]['output']
>
/** The body of every request. */
export type NodeHandlers<C extends NodeContract> = {
  readonly [N in NodeRequestName<C>]: (input: NodeInput<C, N>) => Promise<NodeOutput<C, N>>
}

type NodeEventName<C extends NodeContract> = keyof C['events'] & string
/** An event's name, and what it says. */
export type NodeEvent<C extends NodeContract> = {
  [N in NodeEventName<C>]: [name: N, data: z.infer<C['events'][N]>]
}[NodeEventName<C>]
