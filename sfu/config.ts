// Turns the environment into one frozen value. The only place of the sfu that reads it.
import { availableParallelism, hostname } from 'node:os'
import { z } from 'zod'
import { address, isLoopback, nodeSettings, type NodeConfig } from '../shared/channel/settings.ts'
import { fullShare } from '../shared/contract/sfu.ts'

const port = z.coerce.number().int().min(0).max(65_535)
/** Such as 40000-40999. */
const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/)
  .transform((text) => {
    const [min = 0, max = 0] = text.split('-').map(Number)
    return { min, max }
  })
  .refine(({ min, max }) => min > 0 && min <= max && max <= 65_535, 'from a port to a higher one')
const milliseconds = z.coerce.number().int().positive()

const environment = z.object({
  ...nodeSettings,
  SFU_LISTEN: address.prefault('127.0.0.1:7701'),
  MEDIA_ADDRESS: z.string().min(1).default('127.0.0.1'),
  MEDIA_LISTEN: z.string().min(1).optional(),
  MEDIA_PORT: port.default(7710),
  PIPE_ADDRESS: z.string().min(1).optional(),
  PIPE_LISTEN: z.string().min(1).optional(),
  PIPE_PORTS: portRange.optional(),
  SFU_WORKERS: z.coerce.number().int().min(1).max(128).optional(),
  SFU_CONFIRM_MS: milliseconds.default(10_000),
  SFU_DRAIN_SECONDS: z.coerce.number().int().min(0).default(0),
  MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
  DEMO_MEDIA: z.string().min(1).optional(),
})

export interface MediaConfig {
  /** The address the sockets bind to, and the one that browsers are told. */
  readonly listen: string
  readonly announced: string
  /** The first worker's port, UDP and TCP; the next worker has the next one. 0 lets each choose. */
  readonly port: number
  readonly workers: number
  /** Null: where the mediasoup package keeps its own. */
  readonly workerBin: string | null
}

/** Where other nodes send what people here watch. */
export interface PipeConfig {
  readonly ip: string
  readonly announced: string
  /** Null: any that is free. */
  readonly ports: { readonly min: number; readonly max: number } | null
}

export interface SfuLimits {
  /** A source that no order confirmed for so long closes. */
  readonly confirmMs: number
  /** A browser that answers no ICE consent check for so long is lost … */
  readonly iceConsentSeconds: number
  /** … and its seat closes when it did not return within this. */
  readonly returnMs: number
  /** A room in which nobody is left closes after this. */
  readonly emptyRoomMs: number
  /** What came from another node and is watched by nobody here for so long, is asked for no more. */
  readonly unwatchedMs: number
  readonly reportMs: number
  /** How long it waits for people to go before it stops. */
  readonly drainMs: number
  /** A layer of a picture that nobody took for so long need not be published. */
  readonly layerHoldMs: number
  /** With more open microphones than this of people who are not heard always, three of them are sent. */
  readonly freeVoices: number
  /** A worker that is used so far gets nobody new while there is another. */
  readonly fullShare: number
}

export interface SfuConfig extends NodeConfig {
  readonly media: MediaConfig
  readonly pipes: PipeConfig
  readonly limits: SfuLimits
  /** The folder whose files `play` may name; null turns `play` off. */
  readonly demoMedia: string | null
}

export function readConfig(env: Record<string, string | undefined> = process.env): SfuConfig {
  const parsed = environment.safeParse(env)
  if (!parsed.success) throw new Error(`sfu configuration: ${z.prettifyError(parsed.error)}`)
  const e = parsed.data
  const listen = e.MEDIA_LISTEN ?? (isLoopback(e.MEDIA_ADDRESS) ? '127.0.0.1' : '0.0.0.0')
  return Object.freeze({
    node: e.NODE_ID ?? `${hostname()}-sfu`,
    supervised: e.LYCEUM_SUPERVISED === '1',
    logLevel: e.LOG_LEVEL,
    control: { ...e.SFU_LISTEN, secret: e.CLUSTER_SECRET },
    media: {
      listen,
      announced: e.MEDIA_ADDRESS,
      port: e.MEDIA_PORT,
      workers: e.SFU_WORKERS ?? availableParallelism(),
      workerBin: e.MEDIASOUP_WORKER_BIN ?? null,
    },
    pipes: {
      ip: e.PIPE_LISTEN ?? listen,
      announced: e.PIPE_ADDRESS ?? e.MEDIA_ADDRESS,
      ports: e.PIPE_PORTS ?? null,
    },
    limits: {
      confirmMs: e.SFU_CONFIRM_MS,
      iceConsentSeconds: 10,
      returnMs: 20_000,
      emptyRoomMs: 30_000,
      unwatchedMs: 10_000,
      reportMs: 2_000,
      drainMs: e.SFU_DRAIN_SECONDS * 1_000,
      layerHoldMs: 5_000,
      freeVoices: 12,
      fullShare,
    },
    demoMedia: e.DEMO_MEDIA ?? null,
  })
}
