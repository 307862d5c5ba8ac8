// A board on the screen, as its chrome knows it: hands, keys and buttons come in here, and what becomes of
// them goes out as state and events.
import type { Box, Point, Style } from '../../../../shared/board/shape.ts'
import { shapes } from '../../../../shared/board/shapes/index.ts'
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
import type { Sample, Tool } from './desk.ts'
import { insertFiles, insertText } from './inserts.ts'
import { meaningOf, type KeyMeaning } from './keyboard.ts'
import { listOf } from './list.ts'
import { Pointers } from './pointer.ts'
import { snapshotOf } from './snapshot.ts'
import { drawThumbnail } from './thumbnail.ts'
import { toolFor } from './tools/index.ts'
import { Workshop, type Drawn } from './workshop.ts'

export class BoardEngine implements Engine {
  readonly #options: EngineOptions
  readonly #desk: Workshop
  readonly #commands: Commands
  readonly #clipboard: Clipboard
  readonly #pointers: Pointers
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
      busy: () => this.#pointers.busy,
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
    this.#pointers = new Pointers(host, desk.camera, this.#target())
    this.#clipboard.listen(host, this.#stop.signal)
    this.#listenToKeys(host)
    desk.setLayers(layers, mine)
    desk.ask()
  }

  get state(): EngineState {
    this.#state ??= this.#snapshot()
    return this.#state
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
    this.#pointers.fingersDraw = on
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
    this.#pointers.close()
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
    const { fingersDraw } = this.#pointers
    return snapshotOf(this.#desk, { tool: this.#toolName, snap: this.#desk.snaps, fingersDraw })
  }

  #tellState(): void {
    const before = this.#state
    this.#state = this.#snapshot()
    if (before === null || JSON.stringify(before) !== JSON.stringify(this.#state))
      this.#desk.tell('state', this.#state)
  }

  #target() {
    const desk = this.#desk
    const { host } = this.#options
    return {
      hover: (sample: Sample) => {
        desk.live.pointAt(sample.at)
        host.style.cursor = this.#tool.hover?.(sample) ?? this.#tool.cursor
      },
      down: (sample: Sample) => {
        host.focus({ preventScroll: true })
        this.#tool.down(sample)
        desk.ask()
      },
      move: (samples: readonly Sample[]) => {
        const last = samples.at(-1)
        if (last !== undefined) desk.live.pointAt(last.at)
        this.#tool.move(samples)
      },
      up: (sample: Sample) => {
        this.#tool.up(sample)
        desk.ask()
      },
      cancel: () => {
        this.#tool.cancel()
      },
      doubleClick: (sample: Sample) => {
        this.#tool.doubleClick?.(sample)
      },
      left: () => {
        desk.live.pointAt(null)
      },
      moved: () => {
        desk.tell('wandered')
      },
      penSeen: () => {
        this.#pointers.fingersDraw = false
      },
      erasing: (on: boolean) => {
        this.#turnPen(on)
      },
    }
  }

  #turnPen(on: boolean): void {
    if (on && this.#otherTool === null) {
      this.#otherTool = this.#tool
      this.#tool = this.#toolOf('eraser')
    } else if (!on && this.#otherTool !== null) {
      this.#tool = this.#otherTool
      this.#otherTool = null
    }
  }

  #listenToKeys(host: HTMLElement): void {
    const { signal } = this.#stop
    host.addEventListener(
      'keydown',
      (event) => {
        if (event.target !== host || event.isComposing) return
        if (event.key === ' ') this.#pointers.spaceHeld = true
        const meaning = event.key === ' ' ? null : this.#meaningOf(event)
        if (event.key !== ' ' && (meaning === null || !this.#act(meaning))) return
        event.preventDefault()
        event.stopPropagation()
        this.#desk.ask()
      },
      { signal },
    )
    const release = (event: Event) => {
      if (event.type === 'blur' || (event as KeyboardEvent).key === ' ')
        this.#pointers.spaceHeld = false
    }
    host.addEventListener('keyup', release, { signal })
    host.addEventListener('blur', release, { signal })
  }

  #meaningOf(event: KeyboardEvent): KeyMeaning | null {
    return meaningOf(event, {
      selected: this.#desk.selection.size > 0,
      shapeFor: (key) => shapes.find((shape) => shape.key === key)?.type ?? null,
    })
  }

  /** False when it meant nothing now: then it is the page's. */
  #act(meaning: KeyMeaning): boolean {
    switch (meaning.kind) {
      case 'do':
        this.do(meaning.command)
        break
      case 'move':
        this.#commands.move(meaning.by)
        break
      case 'scale':
        this.#commands.scale(meaning.by)
        break
      case 'turn':
        this.#commands.turn(meaning.by)
        break
      case 'pan':
        this.#desk.camera.panBy(meaning.by)
        this.#desk.tell('wandered')
        break
      case 'tool':
        this.setTool(meaning.tool)
        break
      case 'key':
        return this.#pressed(meaning.key)
    }
    return true
  }

  #pressed(key: 'enter' | 'escape'): boolean {
    if (this.#tool.key?.(key) === true) return true
    const { selection } = this.#desk
    if (key === 'escape') {
      if (this.#pointers.busy) this.#tool.cancel()
      else if (selection.size > 0) selection.clear()
      else if (this.#toolName !== 'select') this.setTool('select')
      else return false
      return true
    }
    this.do(selection.size > 0 ? 'editText' : 'focusNext')
    return true
  }
}
