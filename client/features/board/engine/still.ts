// A page that nobody works on, as a picture: kept up with its layers and its background, and drawn when it is
// asked for. Knows no tools, no camera and no screen.
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import type { Background, EngineLayer, Palette, PicturePort } from './contract.ts'
import { Painter } from './painter.ts'
import { Scene } from './scene.ts'
import { drawPicture } from './thumbnail.ts'

export interface StillParts {
  readonly palette: Palette
  readonly pictures: PicturePort
  /** It looks different now. */
  readonly changed: () => void
}

export class Still {
  readonly #pictures: PicturePort
  readonly #changed: () => void
  readonly #scene: Scene
  readonly #painter: Painter
  #background: Background = { kind: 'plain' }

  constructor({ palette, pictures, changed }: StillParts) {
    this.#pictures = pictures
    this.#changed = changed
    this.#scene = new Scene(shapeOf, changed)
    this.#painter = new Painter(palette, pictures)
  }

  setLayers(layers: readonly EngineLayer[]): void {
    this.#scene.setLayers(layers)
    this.#changed()
  }

  setBackground(background: Background, palette: Palette): void {
    this.#background = background
    this.#painter.palette = palette
    this.#changed()
  }

  draw(canvas: HTMLCanvasElement): void {
    const context = canvas.getContext('2d')
    if (context === null) return
    const { palette } = this.#painter
    const backdrop = { background: this.#background, palette, pictures: this.#pictures }
    drawPicture(context, { scene: this.#scene, painter: this.#painter, backdrop })
  }

  close(): void {
    this.#scene.close()
  }
}
