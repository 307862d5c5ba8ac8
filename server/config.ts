// Turns the environment into one frozen value. The only place of the server that reads it.
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const listed = (text: string): string[] => text.split(',').map((url) => url.trim())

const filled = z.string().min(1)
const optional = filled.optional()

const environment = z.object({
  NODE_ID: optional,
  HOST: filled.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(7700),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: filled,
  REDIS_URL: optional,
  CLUSTER_SECRET: z.string().min(16, 'at least 16 characters'),
  SFU_URLS: filled.default('ws://127.0.0.1:7701'),
  RECORDER_URLS: optional,
  /** Such as turn:turn.example.org:3478?transport=udp, with commas. */
  TURN_URLS: z
    .string()
    .transform(listed)
    .refine(
      (urls) => urls.every((url) => /^turns?:[^\s?/]+(\?transport=(udp|tcp))?$/.test(url)),
      'each is turn:host:port?transport=udp, or tcp, or turns:host:port?transport=tcp',
    )
    .optional(),
  TURN_SECRET: z.string().min(16, 'at least 16 characters').optional(),
  LYCEUM_DATA: filled,
  BLOBS_DIR: optional,
  /** In megabytes; what people send in a class, what staff puts on a lesson. */
  FILE_LIMIT_MB: z.coerce.number().int().min(1).max(1_000).default(20),
  MATERIAL_LIMIT_MB: z.coerce.number().int().min(1).max(1_000).default(100),
  /** The program `soffice`, where it is in no usual place. */
  SOFFICE: optional,
  /** A folder with `index.js`, which browsers load to blur what stands behind people. */
  PICTURE_PROCESSOR: optional,
  CLIENT_DIR: filled.default('dist/client'),
  METRICS_LISTEN: z
    .string()
    .regex(/^(?:[^\s:]+|\[[\da-f:]+\]):\d{1,5}$/i)
    .optional(),
  TLS_CERT: optional,
  TLS_KEY: optional,
  TRUST_PROXY: z.string().optional(),
  DEMO_MEDIA: optional,
  LYCEUM_DEMO: z.enum(['0', '1']).default('1'),
  /** For tests of what a drop brings about. */
  DROP_AFTER_MS: z.coerce.number().int().positive().default(10_000),
  BENCH_PROFILE: z.enum(['lifted']).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LYCEUM_SUPERVISED: z.enum(['0', '1']).default('0'),
})

export interface ServerConfig {
  readonly node: string
  readonly supervised: boolean
  readonly logLevel: string
  readonly listen: { readonly host: string; readonly port: number }
  /** The address people use; null takes the one that is listened on. */
  readonly publicUrl: string | null
  readonly database: string
  readonly redis: string | null
  readonly secret: string
  readonly sfus: readonly string[]
  /** Without any, nothing is broadcast. */
  readonly recorders: readonly string[]
  /** Relays for browsers that reach no sfu; null where there are none. */
  readonly turn: { readonly urls: readonly string[]; readonly secret: string } | null
  readonly blobs: string
  /** Bytes that one file in a class, and one on a lesson, may have. */
  readonly fileLimit: number
  readonly materialLimit: number
  /** Where LibreOffice is; null: where it usually is, if it is. */
  readonly office: string | null
  readonly client: string
  /** The folder of an operator's picture processor. */
  readonly processor: string | null
  /** Files of PEM, or null for plain HTTP (loopback, or behind a proxy). */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** Express's `trust proxy`, null without one. */
  readonly trustProxy: string | null
  /** Where Prometheus may ask: with the pages on loopback, else at an address of its own or nowhere. */
  readonly metrics: 'with pages' | { readonly host: string; readonly port: number } | null
  /** A class in progress for whoever tries Lyceum out, with a picture if the sfu can play one; only ever on loopback. */
  readonly demo: { readonly playable: boolean } | null
  /** Rate limits are off; only ever on loopback. */
  readonly limitsLifted: boolean
  /** A connection that is away for so long becomes a drop. In ms. */
  readonly dropAfter: number
}

const megabyte = 1024 * 1024
const loopback = /^(127\.[\d.]+|::1|localhost)$/

function metricsOf(listen: string | undefined, local: boolean): ServerConfig['metrics'] {
  if (listen === undefined) return local ? 'with pages' : null
  const colon = listen.lastIndexOf(':')
  return {
    host: listen.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(listen.slice(colon + 1)),
  }
}

function tlsOf(cert: string | undefined, key: string | undefined): ServerConfig['tls'] {
  if (cert === undefined && key === undefined) return null
  if (cert === undefined || key === undefined)
    throw new Error('server configuration: TLS_CERT and TLS_KEY belong together')
  return { cert, key }
}

function turnOf(urls: string[] | undefined, secret: string | undefined): ServerConfig['turn'] {
  if (urls === undefined && secret === undefined) return null
  if (urls === undefined || secret === undefined)
    throw new Error('server configuration: TURN_URLS and TURN_SECRET belong together')
  return { urls, secret }
}

export function readConfig(
  env: Record<string, string | undefined> = process.env,
): Readonly<ServerConfig> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new Error(`server configuration: ${z.prettifyError(parsed.error)}`)
  const e = parsed.data
  // Behind a proxy on this machine it listens on loopback, yet serves the world.
  const shown = e.PUBLIC_URL === undefined ? 'localhost' : new URL(e.PUBLIC_URL).hostname
  const local = loopback.test(e.HOST) && loopback.test(shown)
  if (e.BENCH_PROFILE !== undefined && !local)
    throw new Error('server configuration: BENCH_PROFILE is for a loopback HOST only')
  return Object.freeze({
    node: e.NODE_ID ?? `${hostname()}-server`,
    supervised: e.LYCEUM_SUPERVISED === '1',
    logLevel: e.LOG_LEVEL,
    listen: { host: e.HOST, port: e.PORT },
    publicUrl: e.PUBLIC_URL ?? null,
    database: e.DATABASE_URL,
    redis: e.REDIS_URL ?? null,
    secret: e.CLUSTER_SECRET,
    sfus: listed(e.SFU_URLS),
    recorders: e.RECORDER_URLS === undefined ? [] : listed(e.RECORDER_URLS),
    turn: turnOf(e.TURN_URLS, e.TURN_SECRET),
    blobs: e.BLOBS_DIR ?? join(e.LYCEUM_DATA, 'blobs'),
    fileLimit: e.FILE_LIMIT_MB * megabyte,
    materialLimit: e.MATERIAL_LIMIT_MB * megabyte,
    office: e.SOFFICE ?? null,
    client: e.CLIENT_DIR,
    processor: e.PICTURE_PROCESSOR ?? null,
    tls: tlsOf(e.TLS_CERT, e.TLS_KEY),
    trustProxy: e.TRUST_PROXY ?? null,
    metrics: metricsOf(e.METRICS_LISTEN, local),
    demo: local && e.LYCEUM_DEMO === '1' ? { playable: e.DEMO_MEDIA !== undefined } : null,
    limitsLifted: e.BENCH_PROFILE === 'lifted',
    dropAfter: e.DROP_AFTER_MS,
  })
}
