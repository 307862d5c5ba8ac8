// Stands for the server or the sfu in tests of the supervisor: becomes ready, writes down what
// happens to it, and stops when told. Named by its first argument's file name: server.ts, sfu.ts.
import { appendFileSync } from 'node:fs'

export function pretend(name: string): void {
  const diary = process.env['TEST_DIARY'] ?? '/dev/null'
  const note = (text: string): void => {
    appendFileSync(diary, `${name} ${text} ${process.pid}\n`)
  }
  if (process.env['TEST_BROKEN'] === name) {
    process.stderr.write(`{"level":50,"msg":"the port is taken"}\n`)
    process.exit(1)
  }
  note('started')
  process.on('SIGTERM', () => {
    note('stopped')
    process.exit(0)
  })
  setInterval(() => undefined, 60_000)
  const database = process.env['DATABASE_URL'] ?? null
  process.stdout.write(`${JSON.stringify({ ready: name, url: 'http://localhost:1', database })}\n`)
}
