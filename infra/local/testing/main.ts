// A supervisor over the pretended processes, as a process of its own that a test may kill. Prints the
// server's ready line.
import { join } from 'node:path'
import { localEnvironment } from '../environment.ts'
import { readSettings } from '../settings.ts'
import { supervise } from '../supervisor.ts'

const settings = readSettings(process.argv.slice(2), process.env)
const supervisor = supervise({
  data: settings.data,
  environment: await localEnvironment(settings),
  scripts: {
    server: join(import.meta.dirname, 'server.ts'),
    sfu: join(import.meta.dirname, 'sfu.ts'),
  },
  say: (line) => {
    console.error(line)
  },
})
process.once('SIGTERM', () => {
  void supervisor.stop().then(() => process.exit(0))
})
try {
  console.log(JSON.stringify(await supervisor.ready))
} catch (error) {
  console.error((error as Error).message)
  await supervisor.stop()
  process.exit(1)
}
