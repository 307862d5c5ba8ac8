// Settings that every node has which servers dial, as its config.ts reads them from the environment.
import { z } from 'zod'

export const nodeSettings = {
  NODE_ID: z.string().min(1).optional(),
  CLUSTER_SECRET: z.string().min(16, 'at least 16 characters'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LYCEUM_SUPERVISED: z.enum(['0', '1']).default('0'),
}

export interface Listen {
  readonly host: string
  readonly port: number
}

export interface NodeConfig {
  readonly node: string
  readonly supervised: boolean
  readonly logLevel: string
  readonly control: Listen & { readonly secret: string }
}

/** Such as 127.0.0.1:7701 or [::1]:7701. */
export const address = z
  .string()
  .regex(/^(?:[^\s:]+|\[[\da-f:]+\]):\d{1,5}$/i)
  .transform((text): Listen => {
    const colon = text.lastIndexOf(':')
    const host = text.slice(0, colon).replace(/^\[|\]$/g, '')
    return { host, port: Number(text.slice(colon + 1)) }
  })

export const isLoopback = (host: string): boolean => /^(127\.|::1$|localhost$)/.test(host)
