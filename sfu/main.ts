// The sfu process: configuration, start, the ready line, and every way to end.
import { destination, pino } from 'pino'
import { startSfu } from './app.ts'
import { readConfig, type SfuConfig } from './config.ts'

/** Ends with whoever started this process: by its message channel, or else by the pipe on stdin. */
function onParentGone(stop: () => void): void {
  if (process.connected) {
    process.once('disconnect', stop)
    return
  }
  process.stdin.once('end', stop).once('error', stop).resume()
}

async function main(config: SfuConfig): Promise<void> {
  const log = pino({ level: config.logLevel, base: { node: config.node } }, destination(2))
  const sfu = await startSfu(config, log)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    log.info('stopping')
    void sfu.close().finally(() => process.exit(0))
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
    void sfu.node.drain(config.limits.drainMs).then(stop)
  }
  process.on('SIGTERM', leave).on('SIGINT', leave)
  // One room's mistake must not end the media of all: what slipped through is a bug, told and survived.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection')
  })
  if (config.supervised) onParentGone(stop)
  process.stdout.write(
    `${JSON.stringify({ ready: 'sfu', node: config.node, listen: sfu.listen })}\n`,
  )
}

try {
  await main(readConfig())
} catch (error) {
  process.stderr.write(`${error instanceof Error ? explain(error) : String(error)}\n`)
  process.exitCode = 1
}

function explain(error: Error): string {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `sfu: ${error.message}${cause}`
}
