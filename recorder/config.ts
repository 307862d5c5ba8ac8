// Turns the environment into one frozen value. The only place of the recorder that reads it.
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import {
  address,
  isLoopback,
  nodeSettings,
  type Listen,
  type NodeConfig,
} from '../shared/channel/settings.ts'

const filled = z.string().min(1)
const off = z.enum(['', 'off']).transform(() => null)

const environment = z.object({
  ...nodeSettings,
  RECORDER_LISTEN: address.prefault('127.0.0.1:7702'),
  RECORDER_DIR: filled.optional(),
  RECORDER_DRAIN_SECONDS: z.coerce.number().int().min(0).default(0),
  LYCEUM_DATA: filled.default('data'),
  RTMP_LISTEN: z.union([off, address]).prefault('127.0.0.1:1935'),
  RTMPS_LISTEN: z.union([off, address]).default(null),
  RTMP_ADDRESS: z.url({ protocol: /^rtmps?$/ }).optional(),
  TLS_CERT: filled.optional(),
  TLS_KEY: filled.optional(),
  MEDIA_ADDRESS: filled.optional(),
})

/** Files of PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface RecorderConfig extends NodeConfig {
  /** Where it keeps what it makes. */
  readonly folder: string
  /** Where encoders come in; null: not so. */
  readonly rtmp: Listen | null
  readonly rtmps: (Listen & Certificate) | null
  /** The address that encoders are told; null where none comes in, or where its port is any that is free. */
  readonly ingest: string | null
  readonly reportMs: number
  /** How long it waits for broadcasts to end before it stops. */
  readonly drainMs: number
}

type Environment = z.output<typeof environment>

function rtmpsOf({ RTMPS_LISTEN, TLS_CERT, TLS_KEY }: Environment): RecorderConfig['rtmps'] {
  if (RTMPS_LISTEN === null) return null
  if (TLS_CERT === undefined || TLS_KEY === undefined)
    throw new Error('recorder configuration: RTMPS_LISTEN needs TLS_CERT and TLS_KEY')
  return { ...RTMPS_LISTEN, cert: TLS_CERT, key: TLS_KEY }
}

const wildcards = ['0.0.0.0', '::']

/** What is encrypted is told where there is that. */
function ingestOf({ RTMP_ADDRESS, RTMPS_LISTEN, RTMP_LISTEN, MEDIA_ADDRESS }: Environment) {
  const listen = RTMPS_LISTEN ?? RTMP_LISTEN
  if (listen === null) return null
  if (RTMP_ADDRESS !== undefined) return RTMP_ADDRESS
  if (listen.port === 0) return null
  const own = wildcards.includes(listen.host) ? hostname() : listen.host
  const host = isLoopback(listen.host) ? listen.host : (MEDIA_ADDRESS ?? own)
  const named = host.includes(':') ? `[${host}]` : host
  return `${RTMPS_LISTEN === null ? 'rtmp' : 'rtmps'}://${named}:${listen.port}/live`
}

export function readConfig(
  env: Record<string, string | undefined> = process.env,
): Readonly<RecorderConfig> {
  const parsed = environment.safeParse(env)
  if (!parsed.success) throw new Error(`recorder configuration: ${z.prettifyError(parsed.error)}`)
  const e = parsed.data
  return Object.freeze({
    node: e.NODE_ID ?? `${hostname()}-recorder`,
    supervised: e.LYCEUM_SUPERVISED === '1',
    logLevel: e.LOG_LEVEL,
    control: { ...e.RECORDER_LISTEN, secret: e.CLUSTER_SECRET },
    folder: resolve(e.RECORDER_DIR ?? join(e.LYCEUM_DATA, 'recorder')),
    rtmp: e.RTMP_LISTEN,
    rtmps: rtmpsOf(e),
    ingest: ingestOf(e),
    reportMs: 2_000,
    drainMs: e.RECORDER_DRAIN_SECONDS * 1_000,
  })
}
