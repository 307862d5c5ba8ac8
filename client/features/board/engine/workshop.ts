// Builds the parts of a board and joins them: page, tiles, canvases, selection, edits and what is alive. It
// runs the frames; what hands and buttons do with it is the engine's.
import { boardLimits } from '../../../../shared/board/record.ts'
import type { Box, Style } from '../../../../shared/board/shape.ts'
import { grown } from '../../../../shared/board/geometry.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { gridStep, type Backdrop } from './backdrop.ts'
import { Camera } from './camera.ts'
import type { Background, EngineLayer, EngineOptions, EngineRights, Palette } from './contract.ts'
import {
  changeable,
  type Canvas,
  type Company,
  type Desk,
  type TextHand,
  type Tool,
} from './desk.ts'
import { Edits } from './edits.ts'
import { Lifted } from './lifted.ts'
import { Listeners } from './listeners.ts'
import { Live } from './live.ts'
import { Loop } from './loop.ts'
import { Pace, type Mood } from './pace.ts'
import { Painter } from './painter.ts'
import { Scene, type SceneChange, type SceneObject } from './scene.ts'
import { Selection } from './selection.ts'
import type { SnapTo } from './snap.ts'
import { Stage } from './stage.ts'
import { Tiles } from './tiles.ts'

/** How near a line must be to pull, in CSS pixels, and how many boxes are looked at. */
const snapping = { reach: 6, most: 200 } as const
/** After the view moved, it counts as moving for so long, in ms. */
const movingMs = 200

const nothingWritten: TextHand = {
  active: false,
  begin: () => undefined,
  end: () => undefined,
  follow: () => undefined,
}

const nobody: Company = {
  place: () => null,
  ink: () => undefined,
  move: () => undefined,
  gone: () => undefined,
  landed: () => undefined,
  settled: () => undefined,
  holds: () => false,
  draw: () => false,
  personAt: () => null,
}

/** How far the picture is, for who measures it. */
export interface Drawn {
  /** All that is seen is drawn, sharp and as it is now. */
  readonly sharp: boolean
  /** Nothing of what is seen is blank. */
  readonly covered: boolean
  /** Nothing is left to paint, seen or around. */
  readonly ready: boolean
  readonly seen: number
}

export interface FrameParts {
  /** Tools that draw, the one in hand last. */
  readonly tools: () => readonly Tool[]
  readonly busy: () => boolean
  /** At the end of a frame. */
  readonly done: () => void
}

export class Workshop implements Desk {
  readonly listeners = new Listeners()
  readonly camera: Camera
  readonly scene: Scene
  readonly shapeOf = shapeOf
  readonly painter: Painter
  readonly selection: Selection
  readonly edits: Edits
  readonly lifted: Lifted
  readonly live: Live
  writing: TextHand = nothingWritten
  remote: Company = nobody
  readonly me: EngineOptions['me']
  readonly language: Desk['language']
  readonly most: number
  readonly stage: Stage
  style: Style = { colour: 0, width: 2, fill: 0 }
  rights: EngineRights
  mine: EngineLayer | null = null
  snaps = false
  readonly #tiles: Tiles
  readonly #loop: Loop
  readonly #pace = new Pace(() => performance.now())
  readonly #backdrop: { -readonly [Part in keyof Backdrop]: Backdrop[Part] }
  readonly #frameParts: FrameParts
  #movedAt = -movingMs
  #shown = false
  #more = true
  #cameraMoved = true
  #pageDirty = true

  constructor(options: EngineOptions, frameParts: FrameParts) {
    const { host, palette, background, ports, me, rights } = options
    this.#frameParts = frameParts
    this.#loop = new Loop((now, since) => {
      this.#frame(now, since)
    })
    this.me = me
    this.language = ports.language
    this.most = options.most ?? boardLimits.objects
    this.rights = rights
    this.#backdrop = { background, palette, pictures: ports.pictures }
    this.painter = new Painter(palette, ports.pictures)
    this.camera = new Camera(() => {
      this.#cameraMoved = true
      this.ask()
    })
    this.scene = new Scene(shapeOf, (changes, top) => {
      this.#changed(changes, top)
    })
    this.lifted = new Lifted(this.spoil)
    const { scene, painter, lifted } = this
    this.#tiles = new Tiles(this.camera, {
      scene,
      painter,
      isOff: (key) => lifted.keys.has(key) || this.remote.holds(key),
      backdrop: this.#backdrop,
    })
    this.selection = new Selection(scene, this.ask)
    this.edits = new Edits(scene, this.ask, (object) => changeable(this, [object]).length > 0)
    this.live = new Live(ports.passing, this.ask)
    this.stage = new Stage(host, this.camera, (ratio) => {
      this.#tiles.ratio = ratio
      this.#pageDirty = true
    })
  }

  readonly ask = (): void => {
    this.#loop.ask()
  }

  readonly spoil = (box: Box): void => {
    this.#tiles.spoil(box)
    this.ask()
  }

  readonly now = (): number => performance.now()

  get tell(): Listeners['tell'] {
    return this.listeners.tell
  }

  get drawn(): Drawn {
    const { sharp, covered } = this.#tiles
    const seen = this.scene.within(this.camera.view.box).length
    return { sharp, covered, ready: sharp && !this.#more, seen }
  }

  setLayers(layers: readonly EngineLayer[], mine: string | null): void {
    this.scene.setLayers(layers)
    this.mine = this.scene.layers.find(({ name }) => name === mine) ?? null
    this.edits.forgetOtherLayers()
  }

  setPalette(palette: Palette): void {
    this.painter.palette = palette
    this.#backdrop.palette = palette
    this.renew()
  }

  setBackground(background: Background): void {
    this.#backdrop.background = background
    this.renew()
  }

  get backdrop(): Backdrop {
    return this.#backdrop
  }

  get slide(): Box | null {
    const { background } = this.#backdrop
    return background.kind === 'slide' ? background.box : null
  }

  /** Everything may look different. */
  renew(): void {
    this.#tiles.renew()
    this.#pageDirty = true
    this.ask()
  }

  readonly snapFor = (moving: readonly SceneObject[], around: Box): SnapTo | null => {
    if (!this.snaps) return null
    const reach = snapping.reach / this.camera.zoom
    const own = new Set(moving)
    const near = this.scene.within(grown(around, 400 / this.camera.zoom))
    const others = near.filter((object) => !own.has(object) && object.shape.gesture !== 'ink')
    const grid = this.#backdrop.background.kind === 'grid' ? gridStep / 2 : null
    return { others: others.slice(0, snapping.most).map(({ box }) => box), grid, reach }
  }

  close(): void {
    this.#loop.close()
    this.writing.end()
    this.scene.close()
    this.stage.close()
  }

  #changed(changes: readonly SceneChange[], top: number): void {
    this.#tiles.changed(changes, top)
    this.#pageDirty = true
    for (const { before, after } of changes)
      if (before !== null && before.record !== after?.record) this.painter.forget(before.record)
    this.remote.landed(new Set(changes.flatMap(({ after }) => after?.id ?? [])))
    this.selection.prune()
    this.tell('objects', { others: changes.filter((change) => this.#isOthers(change)).length })
    this.ask()
  }

  #isOthers({ before, after }: SceneChange): boolean {
    const object = after ?? before
    return object !== null && object.writer !== object.layer.doc.clientID
  }

  #frame(now: number, since: number | null): void {
    this.camera.step(now)
    const { live, stage, writing } = this
    if (this.#cameraMoved) {
      this.#cameraMoved = false
      // Its first place is no movement.
      this.#movedAt = this.#shown ? now : -movingMs
      this.#shown = true
      this.#pageDirty = true
      writing.follow()
      live.show(this.camera.view.box)
    }
    const settling = this.#tiles.settle(now)
    const mood = this.#mood(now)
    this.#more = this.#tiles.paint(this.#pace.next(since, mood), mood)
    if (this.#tiles.takeChanged() || this.#pageDirty) {
      this.#pageDirty = false
      stage.drawPage(this.#tiles, this.painter.palette.page !== null)
    }
    if (this.#tiles.sharp) {
      this.lifted.landed()
      this.remote.settled()
      for (const tool of this.#frameParts.tools()) tool.landed?.()
    }
    stage.drawAbove(now, (canvas) => {
      if (this.#drawAbove(canvas)) this.ask()
    })
    live.step(now)
    if (this.#more || settling || this.camera.gliding || !this.#tiles.sharp) this.ask()
    this.#frameParts.done()
  }

  #mood(now: number): Mood {
    if (this.#frameParts.busy() || now - this.#movedAt < movingMs) return 'busy'
    return this.#tiles.covered ? 'idle' : 'opening'
  }

  #drawAbove(canvas: Canvas): boolean {
    const { context, page, now } = canvas
    const { camera, painter } = this
    this.lifted.draw(context, painter, page)
    canvas.onScreen()
    const screen = context.getTransform()
    let again = this.remote.draw({ context, camera, painter, page, screen, now })
    for (const tool of this.#frameParts.tools()) again = tool.draw?.(canvas) === true || again
    return again
  }
}
