// Loaded into every process the supervisor starts, and into the supervisor that a test starts, before
// its own code: ends it when whoever started it is gone, however that died. They hold the other end of
// our standard input.

/** Longer than any of them takes to stop in order. */
const PATIENCE = 20_000

process.stdin.on('end', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), PATIENCE).unref()
})
process.stdin.on('error', () => undefined)
process.stdin.resume()
// It must not keep a process alive that has nothing left to do.
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref()
