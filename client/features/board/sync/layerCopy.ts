// This browser's copy of one layer: a Yjs document held together with the server's line by line, kept in the
// browser meanwhile, and begun anew when the server refuses what was drawn, with the refused work put
// aside. Knows nothing of the room: whether one may read the layer is asked elsewhere.
import * as Y from 'yjs'
import { forget } from '../../../../shared/board/forgetting.ts'
import { nameOf, type LayerName } from '../../../../shared/board/layer.ts'
import { boardPath, boardProtocol, type PassingKind } from '../../../../shared/board/wire.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'
import { delayBefore } from '../../../connection/backoff.ts'
import { Emitter, type Listener } from '../../../connection/emitter.ts'
import { Committed, type LooseObject } from './committed.ts'
import { LayerLine, type LineHearer } from './layerLine.ts'
import type { KeptLayer, LayerStore } from './layerStore.ts'
import { deletionsIn, passingMessage, vectorIn, type LayerHearer } from './layerWire.ts'

export interface Refused {
  readonly layer: LayerName
  /** See the server's list; `epoch` when the page was emptied meanwhile. */
  readonly code: string
  /** For a person, in English; null where the code says it all. */
  readonly words: string | null
  readonly objects: readonly LooseObject[]
}

/** `away`: tries to come back; `forbidden`: the server says that one may not see it. */
export type Link = 'opening' | 'open' | 'away' | 'forbidden'

export interface CopyState {
  readonly link: Link
  /** It has been what the server has at least once, so that an empty page is an empty page. */
  readonly whole: boolean
  /** Whether one's drawing has an author: never before the server said who one is. */
  readonly drawable: boolean
  readonly unsaved: number
}

export interface CopyEvents extends Record<
  Exclude<keyof LayerHearer, 'forgotten'>,
  readonly unknown[]
> {
  state: [state: CopyState]
  /** Begun anew: another document stands for the layer. */
  doc: [doc: Y.Doc]
  refused: [refused: Refused]
  passed: Parameters<LayerHearer['passed']>
  who: Parameters<LayerHearer['who']>
  gone: Parameters<LayerHearer['gone']>
  welcome: Parameters<LayerHearer['welcome']>
  saved: Parameters<LayerHearer['saved']>
  reset: Parameters<LayerHearer['reset']>
  maker: Parameters<LayerHearer['maker']>
}

export interface CopyParts {
  readonly me: ParticipantId
  readonly name: LayerName
  /** `wss://school.example`. */
  readonly server: string
  readonly token: () => Promise<string>
  readonly store: LayerStore
  readonly Socket?: typeof WebSocket
  readonly random?: () => number
}

/** The server's way of saying "never again", which only the room's state can take back. */
const isFinal = (code: number) => code >= 4400 && code < 4500
/** After being told "never again": rights reach the nodes at different times. In ms. */
const askAgainAfter = 2_000
/** A line that is in doubt and said nothing for this long is given up, in ms. */
const doubtAfter = 4_000
/** Open for this long, it was a good connection. */
const goodAfter = 5_000

export class LayerCopy {
  readonly name: LayerName
  readonly #parts: CopyParts
  readonly #events = new Emitter<CopyEvents>()
  #doc = new Y.Doc()
  #kept: KeptLayer | null = null
  #committed = new Committed()
  #line: LayerLine | null = null
  #state: CopyState = { link: 'opening', whole: false, drawable: false, unsaved: 0 }
  readonly #makers = new Map<number, ParticipantId>()
  #failures = 0
  #again: ReturnType<typeof setTimeout> | undefined
  #openSince = 0
  #closed = false

  private constructor(parts: CopyParts) {
    this.#parts = parts
    this.name = parts.name
  }

  static open(parts: CopyParts): LayerCopy {
    const copy = new LayerCopy(parts)
    void copy.#begin()
    return copy
  }

  get doc(): Y.Doc {
    return this.#doc
  }

  get state(): CopyState {
    return this.#state
  }

  on<Name extends keyof CopyEvents>(name: Name, heard: Listener<CopyEvents[Name]>): () => void {
    return this.#events.on(name, heard)
  }

  /** To whom a Yjs client belongs; null while that is not known, or when it is nobody's. */
  makerOf(client: number): ParticipantId | null {
    return this.#committed.owns(client) ? this.#parts.me : (this.#makers.get(client) ?? null)
  }

  /** Lost when the connection is not open. */
  pass(kind: PassingKind, bytes: Uint8Array): void {
    if (this.#state.link === 'open') this.#line?.send(passingMessage(kind, bytes))
  }

  /** Something changed that may let one in. */
  retry(): void {
    if (this.#state.link === 'away' || this.#state.link === 'forbidden') this.#connectSoon(0)
  }

  /** The network changed: a line that is dead must not be waited for, nor one that nobody answers. */
  doubt(): void {
    if (this.#line === null || this.#line.quietFor < doubtAfter) return
    this.#hangUp()
    this.#enter({ link: 'away' })
    this.#connectSoon(0)
  }

  /** What is not saved stays in the browser, until the layer is opened again. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#events.clear()
    const saved = this.#state.unsaved === 0 && this.#state.whole
    const kept = this.#letGo()
    await (saved ? kept?.drop() : kept?.close())
  }

  async #begin(): Promise<void> {
    const doc = this.#doc
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      this.#heed(transaction)
    })
    const kept = await this.#parts.store.open(this.name, doc).catch(() => null)
    if (this.#closed || doc !== this.#doc) {
      await kept?.close()
      return
    }
    this.#kept = kept
    if (kept !== null) this.#committed = kept.committed
    this.#count()
    this.#connectSoon(0)
    void this.#takeOlder()
  }

  /** What one drew in an earlier epoch and nobody kept comes back by hand or not at all. */
  async #takeOlder(): Promise<void> {
    const older = await this.#parts.store.takeOlder(this.name).catch(() => [])
    for (const { doc, committed } of older) {
      const objects = committed.looseIn(doc)
      doc.destroy()
      if (objects.length > 0) this.#refuse({ code: 'epoch', words: null, objects })
    }
  }

  #refuse(refused: Omit<Refused, 'layer'>): void {
    this.#events.emit('refused', { layer: this.name, ...refused })
  }

  #connectSoon(delay: number): void {
    clearTimeout(this.#again)
    this.#again = setTimeout(() => void this.#connect(), delay)
  }

  async #connect(): Promise<void> {
    const doc = this.#doc
    const token = await this.#parts.token().catch(() => null)
    if (this.#closed || doc !== this.#doc || this.#line !== null) return
    if (token === null) {
      this.#down(false)
      return
    }
    const { server, Socket } = this.#parts
    this.#line = new LayerLine(
      {
        url: `${server}${boardPath}${nameOf(this.name)}`,
        protocols: [boardProtocol, token],
        doc,
        ...(Socket !== undefined && { Socket }),
      },
      this.#hearer(),
    )
  }

  #hangUp(): void {
    this.#line?.close()
    this.#line = null
  }

  #hearer(): LineHearer {
    return {
      coming: (decoder) => {
        for (const [client, clock] of vectorIn(decoder)) this.#saved(client, clock)
        const gone = this.#committed.erases ? deletionsIn(decoder) : null
        if (gone !== null) this.#committed.gone(gone)
      },
      synced: (whole) => {
        if (whole) this.#enter({ whole })
        this.#count()
      },
      ended: (code) => {
        this.#line = null
        this.#down(isFinal(code))
      },
      welcome: (client, number) => {
        this.#welcome(client, number)
      },
      saved: (client, clock) => {
        if (!this.#saved(client, clock)) return
        this.#events.emit('saved', client, clock)
        this.#count()
      },
      reset: (code, words) => {
        this.#events.emit('reset', code, words)
        this.#beginAnew(code, words)
      },
      passed: (passed) => this.#events.emit('passed', passed),
      who: (number, person) => this.#events.emit('who', number, person),
      gone: (number) => this.#events.emit('gone', number),
      maker: (client, person) => {
        if (person !== null) this.#makers.set(client, person)
        this.#events.emit('maker', client, person)
      },
      forgotten: (ranges) => {
        forget(this.#doc, ranges, this.#line)
      },
    }
  }

  #welcome(client: number, number: number): void {
    this.#openSince = Date.now()
    this.#doc.clientID = client
    this.#committed.own(client)
    this.#kept?.keep(client, 0)
    this.#enter({ link: 'open', drawable: true })
    this.#events.emit('welcome', client, number)
  }

  #down(forbidden: boolean): void {
    if (this.#closed) return
    const { random = Math.random } = this.#parts
    if (this.#state.link === 'open' && Date.now() - this.#openSince > goodAfter) this.#failures = 0
    this.#enter({ link: forbidden ? 'forbidden' : 'away' })
    const delay = delayBefore(this.#failures, random())
    this.#failures += 1
    this.#connectSoon(forbidden ? askAgainAfter + delay : delay)
  }

  /** Drops the document, keeps aside what is not saved, and starts with what the server has. */
  #beginAnew(code: string, words: string): void {
    const objects = this.#committed.looseIn(this.#doc)
    const dropped = this.#letGo()?.drop()
    this.#doc = new Y.Doc()
    this.#committed = new Committed()
    this.#refuse({ code, words, objects })
    this.#events.emit('doc', this.#doc)
    this.#enter({ link: 'opening', whole: false, drawable: false, unsaved: 0 })
    void Promise.resolve(dropped)
      .catch(() => undefined)
      .then(() => this.#begin())
  }

  #letGo(): KeptLayer | null {
    clearTimeout(this.#again)
    this.#hangUp()
    const kept = this.#kept
    this.#kept = null
    return kept
  }

  /** What the server tells is saved, also what another tab of oneself drew; what one erases is not yet. */
  #heed({ origin, local, deleteSet, beforeState, afterState }: Y.Transaction): void {
    if (local) this.#committed.erased(deleteSet)
    if (origin !== null && origin === this.#line)
      for (const [client, clock] of afterState)
        if (clock > (beforeState.get(client) ?? 0)) this.#saved(client, clock)
    this.#count()
  }

  #saved(client: number, clock: number): boolean {
    const news = this.#committed.saved(client, clock)
    if (news) this.#kept?.keep(client, clock)
    return news
  }

  #count(): void {
    this.#enter({ unsaved: this.#committed.unsaved(this.#doc) })
  }

  #enter(change: Partial<CopyState>): void {
    const next = { ...this.#state, ...change }
    const keys = Object.keys(change) as (keyof CopyState)[]
    if (keys.every((key) => next[key] === this.#state[key])) return
    this.#state = next
    this.#events.emit('state', next)
  }
}
