// What every node that servers dial does as a process: start, the ready line, and every way to end.
import { destination, pino, type Logger } from 'pino'
import type { NodeContract } from '../contract/nodeContract.ts'
import type { NodeConfig } from './settings.ts'

export interface RunningNode {
  /** host:port of the control channel. */
  readonly listen: string
  /** Resolves when nobody needs it any more, or when it has waited long enough. */
  drain(): Promise<void>
  close(): Promise<void>
}

interface NodeProcess<Config extends NodeConfig> {
  readonly kind: NodeContract['name']
  readonly readConfig: () => Config
  readonly start: (config: Config, log: Logger) => Promise<RunningNode>
}

/** Ends with whoever started this process: by its message channel, or else by the pipe on stdin. */
function onParentGone(stop: () => void): void {
  if (process.connected) {
    process.once('disconnect', stop)
    return
  }
  process.stdin.once('end', stop).once('error', stop).resume()
}

async function live<Config extends NodeConfig>(of: NodeProcess<Config>): Promise<void> {
  const config = of.readConfig()
  const log = pino({ level: config.logLevel, base: { node: config.node } }, destination(2))
  const running = await of.start(config, log)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    log.info('stopping')
    void running.close().finally(() => process.exit(0))
  }
  let draining = false
  /** Asked again, it stops at once. */
  const leave = () => {
    if (draining) {
      stop()
      return
    }
    draining = true
    log.info('draining')
    void running.drain().then(stop)
  }
  process.on('SIGTERM', leave).on('SIGINT', leave)
  // One room's mistake must not end the media of all: what slipped through is a bug, told and survived.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection')
  })
  if (config.supervised) onParentGone(stop)
  const { listen } = running
  process.stdout.write(`${JSON.stringify({ ready: of.kind, node: config.node, listen })}\n`)
}

/** Says on stderr why it does not start. */
export async function runNode<Config extends NodeConfig>(of: NodeProcess<Config>): Promise<void> {
  try {
    await live(of)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? explain(of.kind, error) : String(error)}\n`)
    process.exitCode = 1
  }
}

function explain(kind: string, error: Error): string {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${kind}: ${error.message}${cause}`
}
