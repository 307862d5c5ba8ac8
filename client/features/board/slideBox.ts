// Where a slide or a shared screen lies on its page: so wide in board units that ink lies on it in the same
// place for all, on any screen.
import type { Box } from '../../../shared/board/shape.ts'

export interface SlideSize {
  readonly width: number
  readonly height: number
}

const slideWidth = 1280

export function slideBox({ width, height }: SlideSize): Box {
  return { x: 0, y: 0, width: slideWidth, height: (slideWidth * height) / width }
}
