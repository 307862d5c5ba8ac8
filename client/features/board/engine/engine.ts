// A board on the screen, as its chrome knows it: hands, keys and buttons come in here, and what becomes of
// them goes out as state and events.
import type { Box, Point, Style } from '../../../../shared/board/shape.ts'
import { holds } from '../../../../shared/board/geometry.ts'
import { fitted, shown, type Sight } from './camera.ts'
import { Commands, reveal } from './commands.ts'
import type {
  Background,
  BoardCommand,
  Engine,
  EngineEvents,
  EngineLayer,
  EngineOptions,
  EngineRights,
  EngineState,
  ListedObject,
  ObjectKey,
  Palette,
  ToolName,
} from './contract.ts'
import type { Tool } from './desk.ts'
import { Hands } from './hands.ts'
import type { Kit } from './kit.ts'
import { KitBox } from './kitBox.ts'
import { snapshotOf } from './snapshot.ts'
import type { Pictured } from './thumbnail.ts'
import { basicTool } from './tools/basic.ts'
import { WaitingTool } from './tools/waiting.ts'
import { Workshop, type Drawn } from './workshop.ts'

/** Afterwards something is selected, which only the select tool shows. */
const selecting: ReadonlySet<BoardCommand> = new Set([
  'selectAll',
  'focusNext',
  'focusPrevious',
  'paste',
  'duplicate',
])

/** What a browser does by itself with fingers that press, and Safari under its own names. */
const untouched = {
  touchAction: 'none',
  userSelect: 'none',
  webkitUserSelect: 'none',
  webkitTouchCallout: 'none',
  overflow: 'clip',
}

export class BoardEngine implements Engine {
  readonly #options: EngineOptions
  readonly #desk: Workshop
  readonly #commands: Commands
  readonly #kit: KitBox
  readonly #hands: Hands
  readonly #stop = new AbortController()
  #toolName: ToolName = 'hand'
  /** To fall back to when the tool one took cannot be fetched. */
  #toolBefore: ToolName = 'hand'
  #tool: Tool
  /** What was in hand before the pen was turned around. */
  #otherTool: Tool | null = null
  /** Tools that were taken before the kit was here. */
  #waiting: WaitingTool[] = []
  #comesLate = false
  /** Tools that have been put away, and whose ink is still wet. */
  #drying: Tool[] = []
  #state: EngineState | null = null

  constructor(options: EngineOptions) {
    const { host, layers, mine } = options
    this.#options = options
    host.tabIndex = 0
    Object.assign(host.style, untouched)
    this.#desk = new Workshop(options, {
      tools: () => [...this.#drying, this.#tool],
      busy: () => this.#hands.busy,
      done: () => {
        this.#tellState()
      },
    })
    const desk = this.#desk
    this.#kit = new KitBox(desk, {
      atOnce: options.hasKit === true,
      ports: options.ports,
      arrivals: {
        cut: () => {
          this.do('delete')
        },
        pasted: () => {
          this.setTool('select')
        },
      },
      came: (kit) => {
        this.#unpack(kit)
      },
      missed: () => {
        this.#doWithout()
      },
    })
    this.#tool = this.#toolOf(this.#toolName)
    this.#commands = new Commands(desk, () => this.#kit.kit?.acts ?? null)
    this.#hands = new Hands(host, desk, this.#grip())
    this.#hands.penSeen = options.penSeen === true
    desk.setLayers(layers, mine)
    desk.ask()
  }

  get state(): EngineState {
    this.#tellState()
    return this.#state ?? this.#snapshot()
  }

  /** For measuring. */
  get drawn(): Drawn {
    return this.#desk.drawn
  }

  on(events: EngineEvents): () => void {
    return this.#desk.listeners.add(events)
  }

  setLayers(layers: readonly EngineLayer[], mine: string | null): void {
    const { scene, mine: before } = this.#desk
    const stays = ({ name, doc }: EngineLayer) =>
      layers.some((layer) => layer.name === name && layer.doc === doc)
    // That somebody else begins one is no reason to let go of what one is drawing.
    if (mine !== (before?.name ?? null) || !scene.layers.every(stays)) this.#tool.cancel()
    this.#desk.setLayers(layers, mine)
  }

  setRights(rights: EngineRights): void {
    // Said anew whenever anything changes in the room: who only looks goes on with what they do.
    if (this.#desk.rights.add && !rights.add) this.#tool.cancel()
    this.#desk.rights = rights
    this.#desk.ask()
  }

  setPalette(palette: Palette): void {
    this.#desk.setPalette(palette)
  }

  setBackground(background: Background): void {
    this.#desk.setBackground(background)
  }

  setTool(name: ToolName): void {
    if (name === this.#toolName) return
    this.#tool.cancel()
    this.#tool.putAway?.()
    if (this.#tool.landed !== undefined) this.#drying = [this.#tool]
    if (!(this.#tool instanceof WaitingTool)) this.#toolBefore = this.#toolName
    this.#otherTool = null
    this.#toolName = name
    this.#tool = this.#toolOf(name)
    if (name !== 'select' && name !== 'lasso') this.#desk.selection.clear()
    this.#options.host.style.cursor = this.#tool.cursor
    this.#desk.ask()
  }

  setStyle(style: Partial<Style>): void {
    this.#desk.style = { ...this.#desk.style, ...style }
    if (this.#desk.selection.size > 0) this.#commands.acts?.restyle(style)
    this.#desk.ask()
  }

  setSnap(on: boolean): void {
    this.#desk.snaps = on
    this.#desk.ask()
  }

  setFingersDraw(on: boolean): void {
    this.#hands.fingersDraw = on
    this.#desk.ask()
  }

  can(command: BoardCommand): boolean {
    return this.#commands.can(command)
  }

  do(command: BoardCommand): void {
    this.#tool.cancel()
    this.#commands.run(command)
    if (selecting.has(command) && this.#desk.selection.size > 0) this.setTool('select')
    this.#desk.ask()
  }

  /** What comes of a tool that is in the hand no longer takes nothing else out of it. */
  select(keys: readonly ObjectKey[]): void {
    if (this.#comesLate) return
    const objects = keys.flatMap((key) => this.#desk.scene.get(key) ?? [])
    this.setTool('select')
    this.#desk.selection.set(objects)
    reveal(this.#desk, objects)
  }

  show(box: Box, animate = true): void {
    const { camera, now } = this.#desk
    const sight = shown(box, { x: 0, y: 0, ...camera.size })
    if (animate) camera.glideTo(sight, now())
    else camera.set(sight)
  }

  restore(sight: Sight): void {
    this.#desk.camera.set(sight)
  }

  /** The slide, or all that lies on a page without one, as if one had always seen it. */
  showAll(): void {
    const { scene, camera, slide } = this.#desk
    const box = slide ?? scene.extent()
    if (box !== null) camera.set((slide === null ? fitted : shown)(box, camera.free))
  }

  /** Looks further out when something lies beyond the edges. */
  keepInSight(): void {
    const { scene, camera, now } = this.#desk
    const box = scene.extent()
    if (box !== null && !holds(camera.view.box, box))
      camera.glideTo(fitted(box, camera.free), now())
  }

  hold(box: Box): void {
    this.#desk.camera.hold(box)
  }

  async insertFiles(files: readonly Blob[], at?: Point): Promise<void> {
    const place = at === undefined ? undefined : this.#desk.camera.toBoard(at)
    const { insertFiles } = await import('./kit.ts')
    await insertFiles(this.#desk, this.#options.ports.pictures, { files, at: place })
  }

  list(): readonly ListedObject[] {
    return this.#kit.kit?.list() ?? []
  }

  pictureReady(): void {
    this.#desk.renew()
  }

  readonly remote: Engine['remote'] = {
    place: (person, bytes) => {
      const view = this.#desk.remote.place(person, bytes, this.#desk.now())
      if (view !== null) this.#desk.tell('sees', person, view)
    },
    ink: (person, bytes) => {
      this.#desk.remote.ink(person, bytes, this.#desk.now())
    },
    move: (person, bytes) => {
      this.#desk.remote.move(person, bytes, this.#desk.now())
    },
    gone: (person) => {
      this.#desk.remote.gone(person)
    },
  }

  /** For a small picture of it, and for what is kept while it is not on the screen. */
  get pictured(): Pictured & Pick<Workshop, 'edits'> {
    return this.#desk
  }

  close(): void {
    this.#stop.abort()
    this.#kit.close()
    this.#hands.close()
    this.#tool.cancel()
    this.#desk.close()
  }

  #toolOf(name: ToolName): Tool {
    const basic = basicTool(name, this.#desk)
    if (basic !== null) return basic
    if (this.#kit.kit === null) this.#kit.fetch()
    const tool = this.#kit.kit?.tool(name)
    if (tool !== undefined && tool !== null) return tool
    const waiting = new WaitingTool(name, this.#desk.shapeOf({ t: name })?.gesture ?? 'none')
    this.#waiting.push(waiting)
    return waiting
  }

  /** The kit is here: whoever waits for a tool has it now. */
  #unpack(kit: Kit): void {
    const { host } = this.#options
    this.#desk.writing = kit.writing
    this.#desk.remote = kit.remote
    kit.listen(host, this.#stop.signal)
    // What lies there can be listed now.
    this.#desk.tell('objects', { others: 0 })
    if (this.#otherTool instanceof WaitingTool) this.#otherTool = this.#toolOf(this.#toolName)
    for (const waiting of this.#waiting.splice(0)) {
      this.#comesLate = this.#tool !== waiting
      if (this.#comesLate && waiting.gesture === 'place') continue
      const tool = this.#toolOf(waiting.name)
      if (!this.#comesLate) this.#tool = tool
      waiting.handOver(tool)
    }
    this.#comesLate = false
    host.style.cursor = this.#tool.cursor
    this.#desk.ask()
  }

  #doWithout(): void {
    this.#turnPen(false)
    this.#waiting = []
    if (!(this.#tool instanceof WaitingTool)) return
    this.setTool(this.#toolBefore)
    this.#desk.tell('refused', 'unfetched')
  }

  #snapshot(): EngineState {
    const { fingersDraw, penSeen } = this.#hands
    const { snaps: snap } = this.#desk
    return snapshotOf(this.#desk, { tool: this.#toolName, snap, fingersDraw, penSeen })
  }

  #tellState(): void {
    const before = this.#state
    const now = this.#snapshot()
    if (before !== null && JSON.stringify(before) === JSON.stringify(now)) return
    this.#state = now
    this.#desk.tell('state', now)
  }

  #grip() {
    const held = { tool: () => this.#tool, name: () => this.#toolName }
    return {
      get tool() {
        return held.tool()
      },
      get toolName() {
        return held.name()
      },
      commands: this.#commands,
      setTool: (name: ToolName) => {
        this.setTool(name)
      },
      do: (command: BoardCommand) => {
        this.do(command)
      },
      turnPen: (on: boolean) => {
        this.#turnPen(on)
      },
    }
  }

  #turnPen(on: boolean): void {
    if (on && this.#otherTool === null) {
      this.#otherTool = this.#tool
      this.#tool = this.#toolOf('eraser')
    } else if (!on && this.#otherTool !== null) {
      this.#tool.putAway?.()
      this.#tool = this.#otherTool
      this.#otherTool = null
    }
  }
}
