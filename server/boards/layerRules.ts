// The rules of a layer's log: what of a tick's edits goes in, all or none, and how the layer's document
// follows. The document itself cannot be undone, so a state is the document and what it has yet to take;
// only the newest committed state may be asked for it, which is why a layer's commands go one at a time.
import * as Y from 'yjs'
import {
  maps,
  type ObjectId,
  type ObjectRecord,
  type Placement,
} from '../../shared/board/record.ts'
import { refuse } from '../../shared/errors.ts'
import type { DecideContext, Decision, Fact, Rules } from '../../shared/log.ts'
import { LayerDocument, textOf, type CommittedEdit, type EncodedDocument } from './layerDocument.ts'
import { deletionOf } from './handmade.ts'
import { Tick, type Edit } from './judge.ts'
import { clientOf } from './staffsWord.ts'

/** An object with all that it is. */
export interface Placed {
  readonly id: ObjectId
  readonly record: ObjectRecord
  readonly placement?: Placement
}

export type LayerCommand =
  | { readonly name: 'draw'; readonly edits: readonly Edit[] }
  /** Puts copies into an empty layer, each signed with its author. */
  | { readonly name: 'begin'; readonly objects: readonly Placed[] }
  /** Takes away placements whose object is gone. */
  | { readonly name: 'tidy'; readonly ids: readonly ObjectId[] }

interface Step {
  readonly seq: number
  readonly edits: readonly CommittedEdit[]
}

export interface LayerState {
  readonly seq: number
  readonly document: LayerDocument | null
  /** What came after that which the document had when this state was made. */
  readonly ahead: readonly Step[]
}

interface LayerFactBody {
  readonly edits: readonly CommittedEdit[]
}

export const layerKind = 'layer'
export const drawnType = 'layer.drawn'

export function editsIn(fact: Fact): readonly CommittedEdit[] {
  return (fact.body as LayerFactBody).edits
}

/** The document of the newest committed state; of any other it would be ahead. */
export function documentOf({ document, ahead }: LayerState): LayerDocument {
  const current = document ?? new LayerDocument()
  for (const step of ahead) current.take(step)
  return current
}

function drawn(edits: readonly CommittedEdit[]): Decision {
  return [
    { type: drawnType, version: 1, visibleTo: 'all', body: { edits } satisfies LayerFactBody },
  ]
}

function bySystem(update: Uint8Array): CommittedEdit {
  return { by: 'system', update: textOf(update) }
}

function decideDraw(document: LayerDocument, edits: readonly Edit[], id: string): Decision {
  const tick = new Tick(document)
  const taken: CommittedEdit[] = []
  for (const edit of edits) {
    const verdict = tick.judge(edit)
    if ('words' in verdict) return refuse('conflict', verdict.words)
    const { erased: erases } = verdict
    const committed = { by: edit.by, update: textOf(edit.update) }
    taken.push(erases.length > 0 ? { ...committed, erases } : committed)
  }
  return drawn([...taken, ...tick.followUps(id).map(bySystem)])
}

/** Copies as one update of a Yjs client. */
export function updateOf(objects: readonly Placed[], client?: number): Uint8Array {
  const copy = new Y.Doc()
  if (client !== undefined) copy.clientID = client
  copy.transact(() => {
    for (const { id: name, record, placement } of objects) {
      copy.getMap(maps.objects).set(name, record)
      if (placement !== undefined) copy.getMap(maps.placements).set(name, placement)
    }
  })
  return Y.encodeStateAsUpdate(copy)
}

function decideBegin(objects: readonly Placed[], id: string): Decision {
  return drawn([bySystem(updateOf(objects, clientOf(id)))])
}

function decideTidy(document: LayerDocument, ids: readonly ObjectId[]): Decision {
  const items = document
    .orphans(ids)
    .map((id) => document.entry(maps.placements, id))
    .filter((item) => item !== undefined)
  return items.length === 0 ? [] : drawn([bySystem(deletionOf(items))])
}

function decide(state: LayerState, command: LayerCommand, { id }: DecideContext): Decision {
  const document = documentOf(state)
  switch (command.name) {
    case 'draw':
      return decideDraw(document, command.edits, id)
    case 'begin':
      return state.seq > 0 ? [] : decideBegin(command.objects, id)
    case 'tidy':
      return decideTidy(document, command.ids)
  }
}

function evolve(state: LayerState, fact: Fact): LayerState {
  const document = state.document ?? new LayerDocument()
  const ahead = state.ahead.filter(({ seq }) => seq > document.seq)
  return { seq: fact.seq, document, ahead: [...ahead, { seq: fact.seq, edits: editsIn(fact) }] }
}

export const layerRules: Rules<LayerState, LayerCommand> = {
  version: 4,
  initial: { seq: 0, document: null, ahead: [] },
  decide,
  evolve,
  encode: (state) => ({ seq: state.seq, ...documentOf(state).encode() }),
  decode: (json) => {
    const { seq, ...encoded } = json as EncodedDocument & { seq: number }
    return { seq, document: LayerDocument.decode(encoded, seq), ahead: [] }
  },
  reads: (type, version) => type === drawnType && version === 1,
  redact: (fact) => fact,
}
