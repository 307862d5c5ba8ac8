// One page of a board on the screen: its layers held together with the server's, the engine that draws them,
// who else is there, and what was refused. What may be done follows the room's state.
import {
  atLeast,
  layersFor,
  rightIn,
  type OnPage,
  type Right,
} from '../../../shared/board/rights.ts'
import { isRefusal } from '../../../shared/errors.ts'
import { boardIn, pageIn, type Page } from '../../../shared/room/boards.model.ts'
import type { RoomState } from '../../../shared/room/state.ts'
import type { Style } from '../../../shared/board/shape.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { currentLanguage } from '../../i18n/i18n.svelte.ts'
import type { BoardFiles } from './boardFiles.ts'
import type {
  EngineEvents,
  EngineLayer,
  EngineState,
  TextEditorPort,
  ToolName,
} from './engine/contract.ts'
import { BoardEngine } from './engine/engine.ts'
import { Following } from './following.svelte.ts'
import { Ground } from './ground.svelte.ts'
import { LastView } from './lastView.ts'
import { pageRights } from './pageRights.ts'
import { Pictures } from './pictures.ts'
import { Shelf } from './shelf.svelte.ts'
import { LayerCopy } from './sync/layerCopy.ts'
import type { LayerStore } from './sync/layerStore.ts'
import { PageLayers, type OpenLayer, type PageState } from './sync/pageLayers.ts'
import { Presence } from './sync/presence.ts'
import { lookingTools } from './tools.ts'

/** What is in hand goes along from page to page. */
export interface Hand {
  tool: ToolName
  /** There has been a page before. */
  turned: boolean
  /** What has the keys lies on the page or around it. */
  hasKeys: boolean
  style: Style | null
  /** Not once a pen was used. */
  fingersDraw: boolean
  /** Once is enough for that: after it, fingers draw as one likes. */
  penSeen: boolean
}

export interface DeskParts {
  readonly room: Room
  readonly on: OnPage
  readonly store: LayerStore
  readonly files: BoardFiles
  readonly textEditor: TextEditorPort
  readonly hand: Hand
  /** Something was tried that cannot be. */
  readonly refused: NonNullable<EngineEvents['refused']>
  readonly failed: (error: unknown) => void
}

export class PageDesk {
  readonly on: OnPage
  readonly #parts: DeskParts
  readonly #layers: PageLayers
  readonly #presence: Presence
  readonly #pictures: Pictures
  readonly following: Following
  readonly ground: Ground
  /** Work that the server did not take. */
  readonly shelf: Shelf
  readonly #undo: (() => void)[] = []
  readonly #engineLayers = new WeakMap<OpenLayer, EngineLayer>()
  #engine: BoardEngine | null = null
  #begun = false
  #state = $state.raw<EngineState | null>(null)
  #page = $state.raw<PageState>({
    layers: [],
    mine: null,
    whole: false,
    link: 'opening',
    unsaved: 0,
  })
  #count = $state(0)
  #others = $state(0)
  #uploading = $state(0)
  /** One might draw when that was looked at last. */
  #drew = false
  /** The view was moved by hand. */
  #wandered = false
  readonly #lastView: LastView

  constructor(parts: DeskParts) {
    const { room, on, store, files } = parts
    this.#parts = parts
    this.on = on
    this.#lastView = new LastView(on.page)
    this.#layers = new PageLayers((name) =>
      LayerCopy.open({
        me: room.me.participant,
        name,
        server: location.origin.replace(/^http/, 'ws'),
        token: () => room.connection.token(),
        store,
      }),
    )
    this.#presence = new Presence({
      place: (person, bytes) => this.#engine?.remote.place(person, bytes),
      ink: (person, bytes) => this.#engine?.remote.ink(person, bytes),
      move: (person, bytes) => this.#engine?.remote.move(person, bytes),
      gone: (person) => this.#engine?.remote.gone(person),
      here: (people) => {
        this.following.meet(people)
      },
    })
    this.#pictures = new Pictures({
      files,
      ready: () => this.#engine?.pictureReady(),
      upload: (file) => this.#upload(file),
    })
    this.ground = new Ground({
      pictures: this.#pictures,
      page: () => pageIn(boardIn(room.connection.room.boards, on.board), on.page),
      viewIsFree: () => this.#viewIsFree(),
      settled: () => {
        this.#lastView.settle()
      },
      failed: parts.failed,
    })
    this.following = new Following(room, on, (view) => {
      if (this.#engine === null) return
      this.#engine.show(view)
      this.#lastView.settle()
    })
    this.shelf = new Shelf(room.me.participant, on)
    this.#listen()
    this.#follow(room.connection.room)
  }

  /** What the engine says of itself; null before it is on the screen. */
  get state(): EngineState | null {
    return this.#state
  }

  get engine(): BoardEngine | null {
    return this.#engine
  }

  get page(): PageState {
    return this.#page
  }

  /** Rises whenever objects came, changed or went. */
  get changes(): number {
    return this.#count
  }

  /** How many of them were others'. */
  get others(): number {
    return this.#others
  }

  get uploading(): number {
    return this.#uploading
  }

  readonly known: Page | null = $derived.by(() => {
    const { board, page } = this.#parts.on
    return pageIn(boardIn(this.#parts.room.state.boards, board), page)
  })

  readonly right: Right = $derived.by(() => {
    const mine = this.#page.mine
    const { room } = this.#parts
    return mine === null ? 'none' : rightIn(room.state, room.me.participant, mine.name)
  })

  readonly draws: boolean = $derived.by(() => atLeast(this.right, 'add'))

  /** Puts the page on the screen; answers how to take it off again. */
  readonly attach = (host: HTMLElement): (() => void) => {
    const engine = this.#open(host)
    this.#engine = engine
    this.#state = engine.state
    const off = this.#hear(engine)
    this.ground.show({ host, engine })
    this.#comeBack(engine)
    this.#takeTool()
    const keepView = () => {
      this.#lastView.keep(engine.state.view)
    }
    window.addEventListener('pagehide', keepView)
    return () => {
      window.removeEventListener('pagehide', keepView)
      keepView()
      off()
      this.#parts.hand.turned = true
      this.ground.show(null)
      this.#engine = null
      this.#state = null
      this.#drew = false
      engine.close()
    }
  }

  doubt(): void {
    this.#layers.doubt()
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) undo()
    this.#layers.close()
    this.#presence.close()
    this.ground.close()
    this.#pictures.close()
  }

  #open(host: HTMLElement): BoardEngine {
    const { room, textEditor, hand } = this.#parts
    return new BoardEngine({
      host,
      ...this.#engineLayersNow(),
      me: room.me.participant,
      rights: this.#rights(room.connection.room),
      palette: this.ground.paletteIn(host),
      background: this.ground.background,
      hasKit: hand.turned,
      penSeen: hand.penSeen,
      ports: {
        passing: this.#presence,
        textEditor,
        pictures: this.#pictures,
        nameOf: (person) => room.connection.room.people.get(person)?.name ?? null,
        language: currentLanguage(),
      },
    })
  }

  #hear(engine: BoardEngine): () => void {
    return engine.on({
      state: (state) => {
        this.#state = state
        const { style, fingersDraw, penSeen } = state
        Object.assign(this.#parts.hand, { style, fingersDraw, penSeen })
        if (this.#drew) this.#parts.hand.tool = state.tool
      },
      objects: ({ others }) => {
        this.#count += 1
        // What lay here before one came is nobody's change.
        if (!this.#page.whole) return
        this.#others += others
        this.#keepInSight()
      },
      refused: this.#parts.refused,
      sees: (person, view) => {
        this.following.saw(person.id, view)
      },
      met: ({ id }) => {
        this.following.choose(id)
      },
      wandered: () => {
        this.#wandered = true
        this.following.wander()
        this.#lastView.settle()
      },
      made: (key, type) => {
        // One text or shape is seldom followed by another: what was made is selected, and can be moved at once.
        if (!inkTypes.has(type)) engine.select([key])
      },
    })
  }

  #listen(): void {
    const { connection } = this.#parts.room
    this.#undo.push(
      this.#layers.on('opened', (copy) => {
        this.#presence.listen(copy)
      }),
      this.#layers.on('refused', (refused) => {
        if (refused.objects.length > 0) this.shelf.put(refused)
      }),
      this.#layers.on('state', (page) => {
        this.#take(page)
      }),
      connection.on('room', (state) => {
        this.#follow(state)
      }),
      connection.on('status', ({ kind }) => {
        if (kind !== 'connecting') this.#layers.doubt()
      }),
    )
  }

  #follow(state: RoomState): void {
    const { room, on } = this.#parts
    const { begins, ...wanted } = layersFor(state, room.me.participant, on)
    this.#layers.follow(wanted)
    this.#engine?.setRights(this.#rights(state))
    this.#takeTool()
    this.following.heed(state)
    this.ground.follow()
    if (begins && !this.#begun) void this.#begin()
    if (!begins) this.#begun = false
  }

  /** Work is hidden on this page: one's own needs a layer. */
  async #begin(): Promise<void> {
    this.#begun = true
    const outcome = await this.#parts.room.command('boards.beginLayer', { ...this.on })
    // Asked again when the room changes next.
    if (!outcome.ok && isRefusal(outcome.error)) this.#begun = false
  }

  #take(page: PageState): void {
    const before = this.#page
    this.#page = page
    this.#presence.keep(
      page.layers.map(({ copy }) => copy),
      (page.mine ?? page.layers[0])?.copy ?? null,
    )
    const isOther =
      page.mine !== before.mine || page.layers.some((one, at) => one !== before.layers[at])
    if (isOther || page.layers.length !== before.layers.length) {
      const { layers, mine } = this.#engineLayersNow()
      this.#engine?.setLayers(layers, mine)
      this.#engine?.setRights(this.#rights(this.#parts.room.connection.room))
      this.#takeTool()
    }
    if (page.whole && !before.whole) this.#showAll()
  }

  /** What was drawn before one came is seen at once, on any screen. */
  #showAll(): void {
    const engine = this.#engine
    if (engine === null || !this.#viewIsFree() || this.ground.background.kind === 'slide') return
    engine.showAll()
    if (!this.ground.slideComes) this.#lastView.settle()
  }

  /** Whoever only looks, and has moved nothing yet, sees what others add wherever they do. */
  #keepInSight(): void {
    const isFree = !this.#drew && !this.#wandered && this.#viewIsFree()
    if (isFree && this.ground.background.kind !== 'slide') this.#engine?.keepInSight()
  }

  #viewIsFree(): boolean {
    return !this.#lastView.returned && !this.following.shows
  }

  #comeBack(engine: BoardEngine): void {
    const { style, fingersDraw } = this.#parts.hand
    if (style !== null) engine.setStyle(style)
    engine.setFingersDraw(fingersDraw)
    const view = this.#lastView.recall()
    if (view !== null) engine.restore(view)
  }

  /** Whoever may draw has a tool for it in hand; whoever may not any more lays it down. */
  #takeTool(): void {
    const engine = this.#engine
    if (engine === null) return
    const { tool } = engine.state
    const draws = this.#rights(this.#parts.room.connection.room).add
    if (draws && !this.#drew && tool === 'hand') engine.setTool(this.#parts.hand.tool)
    else if (!draws && !lookingTools.has(tool)) engine.setTool('hand')
    this.#drew = draws
  }

  #engineLayersNow(): { layers: readonly EngineLayer[]; mine: string | null } {
    const { layers, mine } = this.#layers.state
    return { layers: layers.map((one) => this.#engineLayer(one)), mine: mine?.text ?? null }
  }

  #engineLayer(layer: OpenLayer): EngineLayer {
    const known = this.#engineLayers.get(layer)
    if (known !== undefined) return known
    const { text: name, doc, copy } = layer
    const fresh = { name, doc, personOf: (client: number) => copy.makerOf(client) }
    this.#engineLayers.set(layer, fresh)
    return fresh
  }

  #rights(state: RoomState) {
    return pageRights(this.#parts.room, state, this.#layers.state)
  }

  async #upload(file: Blob) {
    this.#uploading += 1
    try {
      const { id, width, height } = await this.#parts.files.send(file)
      return width === null || height === null ? null : { file: id, width, height }
    } catch (error) {
      this.#parts.failed(error)
      return null
    } finally {
      this.#uploading -= 1
    }
  }
}

const inkTypes: ReadonlySet<string> = new Set(['pen', 'highlighter'])
