// A layer as it was: its log, taken from the beginning to a place in it; and when it changed.
import type { Moment } from '../../shared/contract/http/boards.ts'
import { LayerDocument } from './layerDocument.ts'
import { documentOf, editsIn, type Placed } from './layerRules.ts'
import { contentsOf, type LayerLog } from './layer.ts'

const page = 500

/** Not to be changed: that of now is the layer's own. */
export async function documentAt(log: LayerLog, seq: number): Promise<LayerDocument> {
  const now = documentOf(log.state)
  if (seq >= now.seq) return now
  const document = new LayerDocument()
  while (document.seq < seq) {
    const facts = await log.read({ after: document.seq, upto: seq, limit: page })
    if (facts.length === 0) break
    for (const fact of facts) document.take({ seq: fact.seq, edits: editsIn(fact) })
  }
  return document
}

export async function contentsAt(log: LayerLog, seq: number): Promise<readonly Placed[]> {
  return contentsOf(await documentAt(log, seq))
}

/** Every change of the layer. */
export async function changesIn(log: LayerLog, epoch: number): Promise<Moment[]> {
  const changes: Moment[] = []
  for (;;) {
    const after = changes.at(-1)?.seq ?? 0
    const facts = await log.read({ after, limit: page })
    if (facts.length === 0) return changes
    changes.push(...facts.map(({ seq, at }) => ({ epoch, seq, at })))
  }
}

/** No more than so many, evenly over time: of what changed at about one time in one epoch, the last. */
export function thinned(changes: readonly Moment[], most: number): Moment[] {
  const [first, last] = [changes[0], changes.at(-1)]
  if (first === undefined || last === undefined || changes.length <= most) return [...changes]
  const slot = Math.max(1, (last.at - first.at) / most)
  const slotOf = ({ epoch, at }: Moment) => `${epoch} ${Math.floor((at - first.at) / slot)}`
  return changes.filter((one, n) => {
    const next = changes[n + 1]
    return next === undefined || slotOf(next) !== slotOf(one)
  })
}
