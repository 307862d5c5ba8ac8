// What this server says of itself to whoever operates the installation.
import type { ServerFacts } from '../../shared/contract/http/nodes.ts'
import { version } from '../../shared/version.ts'
import type { Census } from './metrics.ts'

type Carried = Pick<Census, 'rooms' | 'connections'>

/** Each answer has the processor's use since the one before. */
export function ownFacts(carried: () => Carried): () => ServerFacts {
  let before = { at: performance.now(), used: process.cpuUsage() }
  return () => {
    const now = { at: performance.now(), used: process.cpuUsage() }
    const { user, system } = process.cpuUsage(before.used)
    const elapsed = (now.at - before.at) * 1_000
    before = now
    const { rooms, connections } = carried()
    return { version, cpu: elapsed > 0 ? (user + system) / elapsed : 0, rooms, connections }
  }
}
