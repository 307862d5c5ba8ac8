// Waits until the ports of a run are free: those of a killed one stay taken for a moment. What stays
// taken longer belongs to another program, and the person is told which port.
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { UsageError } from './settings.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

const PATIENCE = 8000

export async function untilFree(
  endpoints: readonly Endpoint[],
  patience = PATIENCE,
): Promise<void> {
  const deadline = performance.now() + patience
  for (const { host, port } of endpoints) {
    while (!(await isFree({ host, port }))) {
      if (performance.now() > deadline) {
        throw new UsageError(
          `port ${port} of ${host} is taken. Is Lyceum running already? Stop what holds it, ` +
            'or choose others: npm start -- --port NUMBER',
        )
      }
      await wait(50)
    }
  }
}

function isFree({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new UsageError(`cannot listen on port ${port} of ${host}: ${error.message}`))
    })
    probe.listen({ host, port, exclusive: true }, () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}
