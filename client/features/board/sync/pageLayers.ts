// The layers of one page that one may see: opens and closes this browser's copies as rights, epochs and
// hiding change, and keeps for each person what was refused. Which layers those are, the room's state says.
import type * as Y from 'yjs'
import { nameOf, type LayerName } from '../../../../shared/board/layer.ts'
import { Emitter, type Listener } from '../../../connection/emitter.ts'
import type { CopyState, LayerCopy, Refused } from './layerCopy.ts'

export interface Wanted {
  /** Lowest first. */
  readonly read: readonly LayerName[]
  /** In which one draws. */
  readonly write: LayerName | null
}

export interface OpenLayer {
  readonly name: LayerName
  readonly text: string
  readonly copy: LayerCopy
  readonly doc: Y.Doc
}

export interface PageState {
  /** Lowest first. */
  readonly layers: readonly OpenLayer[]
  /** Where one can draw at this moment. */
  readonly mine: OpenLayer | null
  /** Everything there is to see is here. */
  readonly whole: boolean
  /** The worst of all. */
  readonly link: CopyState['link']
  readonly unsaved: number
}

export interface PageEvents {
  state: [state: PageState]
  refused: [refused: Refused]
  /** A copy was opened, for whoever listens to what passes. */
  opened: [copy: LayerCopy]
}

const order = ['open', 'opening', 'away', 'forbidden'] as const

export class PageLayers {
  readonly #open: (name: LayerName) => LayerCopy
  readonly #events = new Emitter<PageEvents>()
  readonly #copies = new Map<string, LayerCopy>()
  #wanted: Wanted = { read: [], write: null }
  #state: PageState = { layers: [], mine: null, whole: false, link: 'opening', unsaved: 0 }

  constructor(open: (name: LayerName) => LayerCopy) {
    this.#open = open
  }

  get state(): PageState {
    return this.#state
  }

  on<Name extends keyof PageEvents>(name: Name, heard: Listener<PageEvents[Name]>): () => void {
    return this.#events.on(name, heard)
  }

  /** Called whenever the room changed: also somebody who was sent away tries again then. */
  follow(wanted: Wanted): void {
    this.#wanted = wanted
    const names = new Set(wanted.read.map(nameOf))
    for (const [text, copy] of this.#copies) {
      if (names.has(text)) continue
      this.#copies.delete(text)
      void copy.close()
    }
    for (const name of wanted.read) this.#enter(name)
    this.#look()
  }

  doubt(): void {
    for (const copy of this.#copies.values()) {
      copy.doubt()
      copy.retry()
    }
  }

  close(): void {
    this.#events.clear()
    for (const copy of this.#copies.values()) void copy.close()
    this.#copies.clear()
  }

  #enter(name: LayerName): void {
    const text = nameOf(name)
    const known = this.#copies.get(text)
    if (known !== undefined) {
      if (known.state.link === 'forbidden') known.retry()
      return
    }
    const copy = this.#open(name)
    this.#copies.set(text, copy)
    const look = () => {
      if (this.#copies.get(text) === copy) this.#look()
    }
    copy.on('state', look)
    copy.on('doc', look)
    copy.on('refused', (refused) => this.#events.emit('refused', refused))
    this.#events.emit('opened', copy)
  }

  #look(): void {
    const { read, write } = this.#wanted
    const layers = read.flatMap((name): OpenLayer[] => {
      const text = nameOf(name)
      const copy = this.#copies.get(text)
      return copy === undefined ? [] : [this.#layerOf(name, copy)]
    })
    const writes = write === null ? null : nameOf(write)
    const states = layers.map(({ copy }) => copy.state)
    const worst = Math.max(0, ...states.map(({ link }) => order.indexOf(link)))
    const next: PageState = {
      layers,
      mine: layers.find(({ text, copy }) => text === writes && copy.state.drawable) ?? null,
      whole: layers.length > 0 && states.every(({ whole }) => whole),
      link: layers.length === 0 ? 'opening' : (order[worst] ?? 'opening'),
      unsaved: states.reduce((sum, { unsaved }) => sum + unsaved, 0),
    }
    if (isSame(next, this.#state)) return
    this.#state = next
    this.#events.emit('state', next)
  }

  /** The same value as long as it is the same layer and document: the engine looks at nothing else. */
  #layerOf(name: LayerName, copy: LayerCopy): OpenLayer {
    const text = nameOf(name)
    const known = this.#state.layers.find((one) => one.text === text)
    if (known?.copy === copy && known.doc === copy.doc) return known
    return { name, text, copy, doc: copy.doc }
  }
}

function isSame(one: PageState, other: PageState): boolean {
  return (
    one.layers.length === other.layers.length &&
    one.layers.every((layer, at) => layer === other.layers[at]) &&
    one.mine === other.mine &&
    one.whole === other.whole &&
    one.link === other.link &&
    one.unsaved === other.unsaved
  )
}
