// Stands for the server, the sfu or the recorder in tests of the supervisor: becomes ready, writes down what
// happens to it, and stops when told. It listens nowhere.
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
  note(`database ${process.env['DATABASE_URL'] ?? 'none'}`)
  process.on('SIGTERM', () => {
    note('stopped')
    process.exit(0)
  })
  setInterval(() => undefined, 60_000)
  process.stdout.write(`${JSON.stringify({ ready: name, url: 'http://localhost:1' })}\n`)
}
