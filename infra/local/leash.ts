// Loaded into every process the supervisor starts, before its own code: ends it when the supervisor
// is gone, however that died. The supervisor holds the other end of our standard input.
const PATIENCE = 3000

process.stdin.on('end', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), PATIENCE)
})
process.stdin.on('error', () => undefined)
process.stdin.resume()
// It must not keep a process alive that has nothing left to do.
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref()
