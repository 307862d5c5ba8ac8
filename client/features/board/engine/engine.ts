// A board on the screen, as its chrome knows it: hands, keys and buttons come in here, and what becomes of
// them goes out as state and events.
import type { Box, Point, Style } from '../../../../shared/board/shape.ts'
import { shown, type Size } from './camera.ts'
import { Clipboard } from './clipboard.ts'
import { Commands } from './commands.ts'
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
import { insertFiles, insertText } from './inserts.ts'
import { listOf } from './list.ts'
import { snapshotOf } from './snapshot.ts'
import { drawThumbnail } from './thumbnail.ts'
import { toolFor } from './tools/index.ts'
import { Workshop, type Drawn } from './workshop.ts'

export class BoardEngine implements Engine {
  readonly #options: EngineOptions
  readonly #desk: Workshop
  readonly #commands: Commands
  readonly #clipboard: Clipboard
  readonly #hands: Hands
  readonly #stop = new AbortController()
  #toolName: ToolName = 'select'
  #tool: Tool
  /** What was in hand before the pen was turned around. */
  #otherTool: Tool | null = null
  /** Tools that have been put away, and whose ink is still wet. */
  #drying: Tool[] = []
  #state: EngineState | null = null

  constructor(options: EngineOptions) {
    const { host, layers, mine } = options
    this.#options = options
    host.tabIndex = 0
    Object.assign(host.style, { touchAction: 'none', userSelect: 'none', overflow: 'hidden' })
    this.#desk = new Workshop(options, {
      tools: () => [...this.#drying, this.#tool],
      busy: () => this.#hands.busy,
      done: () => {
        this.#tellState()
      },
    })
    const desk = this.#desk
    this.#tool = this.#toolOf('select')
    this.#clipboard = new Clipboard(desk, {
      files: (files) => void this.insertFiles(files),
      text: (text) => {
        this.insertText(text)
      },
      cut: () => {
        this.do('delete')
      },
    })
    this.#commands = new Commands(desk, this.#clipboard)
    this.#hands = new Hands(host, desk, this.#grip())
    this.#clipboard.listen(host, this.#stop.signal)
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
    this.#tool.cancel()
    this.#desk.setLayers(layers, mine)
  }

  setRights(rights: EngineRights): void {
    if (!rights.add) this.#tool.cancel()
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
    this.#toolName = name
    this.#tool = this.#toolOf(name)
    if (name !== 'select' && name !== 'lasso') this.#desk.selection.clear()
    this.#options.host.style.cursor = this.#tool.cursor
    this.#desk.ask()
  }

  setStyle(style: Partial<Style>): void {
    this.#desk.style = { ...this.#desk.style, ...style }
    if (this.#desk.selection.size > 0) this.#commands.restyle(style)
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
    this.#desk.ask()
  }

  select(keys: readonly ObjectKey[]): void {
    const objects = keys.flatMap((key) => this.#desk.scene.get(key) ?? [])
    this.setTool('select')
    this.#desk.selection.set(objects)
    this.#commands.reveal(objects)
  }

  show(box: Box, animate = true): void {
    const { camera, now } = this.#desk
    const sight = shown(box, camera.size)
    if (animate) camera.glideTo(sight, now())
    else camera.set(sight)
  }

  setSharesView(on: boolean): void {
    this.#desk.sharesView = on
    this.#desk.live.show(on ? this.#desk.camera.view.box : null)
  }

  async insertFiles(files: readonly Blob[], at?: Point): Promise<void> {
    const { pictures } = this.#options.ports
    await insertFiles(this.#desk, pictures, { files, at: this.#placeFor(at) })
  }

  insertText(text: string, at?: Point): void {
    insertText(this.#desk, text, this.#placeFor(at))
  }

  list(): readonly ListedObject[] {
    const { scene, selection } = this.#desk
    return listOf({ scene, selection, ports: this.#options.ports })
  }

  pictureReady(): void {
    this.#desk.renew()
  }

  get remote(): Engine['remote'] {
    const { remote, now, tell } = this.#desk
    return {
      place: (person, bytes) => {
        const view = remote.place(person, bytes, now())
        if (view !== null) tell('followed', person, view)
      },
      ink: (person, bytes) => {
        remote.ink(person, bytes, now())
      },
      gone: (person) => {
        remote.gone(person)
      },
    }
  }

  thumbnail(size: Size, box?: Box): HTMLCanvasElement {
    return drawThumbnail(this.#desk, size, box)
  }

  close(): void {
    this.#stop.abort()
    this.#hands.close()
    this.#tool.cancel()
    this.#desk.close()
  }

  #toolOf(name: ToolName): Tool {
    const tool = toolFor(name, this.#desk) ?? toolFor('select', this.#desk)
    if (tool === null) throw new Error('there is no tool to select with')
    return tool
  }

  #placeFor(at?: Point): Point {
    const { camera } = this.#desk
    const { width, height } = camera.size
    return camera.toBoard(at ?? { x: width / 2, y: height / 2 })
  }

  #snapshot(): EngineState {
    const { fingersDraw } = this.#hands
    return snapshotOf(this.#desk, { tool: this.#toolName, snap: this.#desk.snaps, fingersDraw })
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
