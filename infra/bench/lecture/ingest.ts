// Where an encoder of the owner comes in, for benches of lectures: a stream key of their own, for the class they teach.
import { setTimeout as after } from 'node:timers/promises'
import type { Office } from '../../e2e/school.ts'

/** Once a recorder is there; with the key. */
export async function ingestOf({ owner }: Office): Promise<string> {
  const { secret } = await owner.call('streamKeys.make', { body: { label: 'Hall', opens: true } })
  for (const deadline = AbortSignal.timeout(30_000); !deadline.aborted;) {
    const { servers } = await owner.call('streamKeys.list', {})
    if (servers[0] !== undefined) return `${servers[0]}/${secret}`
    await after(100)
  }
  throw new Error('no recorder takes encoders')
}
