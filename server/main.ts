// The server process: configuration, start, the ready line, and every way to end.
import { destination, pino } from 'pino'
import { startServer } from './app.ts'
import { readConfig, type ServerConfig } from './config.ts'

/** Ends with whoever started this process: by its message channel, or else by the pipe on stdin. */
function onParentGone(stop: () => void): void {
  if (process.connected) {
    process.once('disconnect', stop)
    return
  }
  process.stdin.once('end', stop).once('error', stop).resume()
}

/** A drain that hangs must not keep a restart waiting. In ms. */
const longestStop = 8_000

async function main(config: ServerConfig): Promise<void> {
  const log = pino({ level: config.logLevel, base: { node: config.node } }, destination(2))
  const server = await startServer(config, log)
  let stopping = false
  const stop = (why: string) => {
    if (stopping) return
    stopping = true
    log.info({ why }, 'draining')
    setTimeout(() => process.exit(1), longestStop).unref()
    void server.close().finally(() => {
      log.info('stopped')
      process.exit(0)
    })
  }
  process.once('SIGTERM', () => {
    stop('SIGTERM')
  })
  process.once('SIGINT', () => {
    stop('SIGINT')
  })
  // Nothing may end the process by accident: what slipped through is a bug, told and survived.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection')
  })
  if (config.supervised)
    onParentGone(() => {
      stop('the parent is gone')
    })
  const { url, demo, setUpCode } = server
  process.stdout.write(`${JSON.stringify({ ready: 'server', url, demo, setupCode: setUpCode })}\n`)
}

try {
  await main(readConfig())
} catch (error) {
  process.stderr.write(`server: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
