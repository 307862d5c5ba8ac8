// One answer for many who ask at once what came after where they are: of each log whoever is furthest back
// asks, and the others get their part. When 2,000 come back to a class, the facts they missed are read a few
// times instead of 2,000.
import type { LogId } from '../../shared/ids.ts'
import type { LogPosition, LogStore, Pull } from './store.ts'
import { samePosition } from './timeline.ts'

const logsTogether = 32

interface Run {
  readonly from: LogPosition['position']
  readonly pull: Pull
}

function furthestBack(asked: readonly LogPosition[]): LogPosition[] {
  const back = new Map<LogId, LogPosition>()
  for (const one of asked) {
    const other = back.get(one.log)
    if (other === undefined || one.position.seq < other.position.seq) back.set(one.log, one)
  }
  return [...back.values()]
}

/** Null where the run does not say: it ends before this position, or is of another past. */
function partOf({ from, pull }: Run, { position }: LogPosition): Pull | null {
  if (samePosition(from, position)) return pull
  const index = position.seq - from.seq - 1
  const here = pull.facts[index]
  if (here === undefined) return null
  if (here.raw.id !== position.id) return { continues: false, facts: [], more: false }
  return { continues: true, facts: pull.facts.slice(index + 1), more: pull.more }
}

/** As `LogStore.pull`; `limit` is of facts for whoever of a log is furthest back. */
export async function pullShared(
  store: Pick<LogStore, 'pull'>,
  asked: readonly LogPosition[],
  limit: number,
): Promise<Pull[]> {
  const answers = new Map<LogPosition, Pull>()
  for (let left = asked; left.length > 0; left = left.filter((one) => !answers.has(one))) {
    const furthest = furthestBack(left).slice(0, logsTogether)
    const pulls = await store.pull(furthest, limit)
    const runs = new Map<LogId, Run>()
    pulls.forEach((pull, index) => {
      const asker = furthest[index]
      if (asker !== undefined) runs.set(asker.log, { from: asker.position, pull })
    })
    for (const one of left) {
      const run = runs.get(one.log)
      const part = run === undefined ? null : partOf(run, one)
      if (part !== null) answers.set(one, part)
    }
  }
  return asked.flatMap((one) => answers.get(one) ?? [])
}
