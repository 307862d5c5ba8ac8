// A layer as it was: its log, taken from the beginning to a place in it.
import { LayerDocument } from './layerDocument.ts'
import { documentOf, editsIn, type Placed } from './layerRules.ts'
import { contentsOf, type LayerLog } from './layer.ts'

const page = 500

async function documentAt(log: LayerLog, seq: number): Promise<LayerDocument> {
  const document = new LayerDocument()
  while (document.seq < seq) {
    const facts = await log.read({ after: document.seq, upto: seq, limit: page })
    if (facts.length === 0) break
    for (const fact of facts) document.take({ seq: fact.seq, edits: editsIn(fact) })
  }
  return document
}

export async function contentsAt(log: LayerLog, seq: number): Promise<readonly Placed[]> {
  const now = documentOf(log.state)
  return contentsOf(now.seq === seq ? now : await documentAt(log, seq))
}
