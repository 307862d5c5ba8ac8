// What one may undo on a page, kept while another page or none is on the screen, for as long as the page of the
// class lives. Layers are kept by name alone, and what lies in them is found again when they are here.
import { equalityDeep } from 'lib0/function'
import type { PageId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { EngineLayer } from './engine/contract.ts'
import { mapOf, type Edits, type Entry, type Step } from './engine/edits.ts'
import type { PageDesk } from './pageDesk.svelte.ts'

type KeptStep = readonly (Omit<Entry, 'layer'> & { readonly layer: string })[]

export interface KeptSteps {
  readonly undoes: readonly KeptStep[]
  readonly redoes: readonly KeptStep[]
}

/** The pages one was on last. */
const mostPages = 12
const classes = new WeakMap<Room, Map<PageId, KeptSteps>>()

function keptIn(room: Room): Map<PageId, KeptSteps> {
  const pages = classes.get(room) ?? new Map<PageId, KeptSteps>()
  classes.set(room, pages)
  return pages
}

/** Takes up what was kept of the page; answers how to keep it again. */
export function keepUndo(room: Room, { engine, on }: PageDesk): (() => void) | undefined {
  if (engine === null) return undefined
  const { edits, scene } = engine.pictured
  const pages = keptIn(room)
  const known = pages.get(on.page)
  if (known !== undefined) takeUp(edits, known, scene.layers)
  return () => {
    pages.delete(on.page)
    pages.set(on.page, laidAside(edits))
    const [oldest] = pages.keys()
    if (pages.size > mostPages && oldest !== undefined) pages.delete(oldest)
  }
}

export function laidAside(edits: Edits): KeptSteps {
  const kept = (steps: readonly Step[]) =>
    steps.map((step) => step.map(({ layer, ...entry }) => ({ ...entry, layer: layer.name })))
  const all = { undoes: kept(edits.undoes), redoes: kept(edits.redoes) }
  edits.undoes = []
  edits.redoes = []
  return all
}

/** Before what was done meanwhile, after which nothing is done again. */
export function takeUp(edits: Edits, kept: KeptSteps, layers: readonly EngineLayer[]): void {
  const revived = (steps: readonly KeptStep[]) =>
    steps.map((step) => step.flatMap((entry) => revive(entry, layers)))
  const redoes = edits.undoes.length === 0 ? revived(kept.redoes) : []
  edits.undoes = [...revived(kept.undoes), ...edits.undoes]
  edits.redoes = [...redoes, ...edits.redoes]
  edits.forgetOtherLayers()
}

/** With what lies there now in the place of what is the same; nothing of a layer that is not here. */
function revive(
  { layer: name, ...entry }: KeptStep[number],
  layers: readonly EngineLayer[],
): Entry[] {
  const layer = layers.find((one) => one.name === name)
  if (layer === undefined) return []
  const now: unknown = mapOf({ ...entry, layer }).get(entry.id)
  const known = (value: unknown) => (equalityDeep(value, now) ? now : value)
  return [{ ...entry, layer, before: known(entry.before), after: known(entry.after) }]
}
