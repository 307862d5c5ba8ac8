// An arrow with a name, in a colour that stays with the person.
import { palette } from '../../../../shared/board/palette.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import type { Painter } from './painter.ts'

export interface Cursor {
  readonly at: Point
  readonly id: ParticipantId
  readonly name: string
  readonly painter: Painter
}

const longest = 24
/** Black and grey are for ink. */
const firstColour = 2

export function colourOf(id: ParticipantId): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521
  return firstColour + (sum % (palette.length - firstColour))
}

/** In CSS pixels; answers where it stands with its name. */
export function drawCursor(context: CanvasRenderingContext2D, cursor: Cursor): Box {
  const { x, y } = cursor.at
  const { palette: theme } = cursor.painter
  const colour = theme.css(colourOf(cursor.id))
  context.fillStyle = colour
  context.strokeStyle = theme.dark ? '#131210' : '#ffffff'
  context.lineWidth = 1.5
  context.setLineDash([])
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x + 4.5, y + 14)
  context.lineTo(x + 7.5, y + 8.5)
  context.lineTo(x + 13.5, y + 7)
  context.closePath()
  context.fill()
  context.stroke()
  const name = cursor.name.length > longest ? `${cursor.name.slice(0, longest - 1)}…` : cursor.name
  context.font = `12px ${theme.font}`
  context.textAlign = 'start'
  context.textBaseline = 'middle'
  context.direction = 'inherit'
  const width = context.measureText(name).width + 12
  context.beginPath()
  context.roundRect(x + 10, y + 14, width, 20, 6)
  context.fill()
  context.fillStyle = theme.dark ? '#131210' : '#ffffff'
  context.fillText(name, x + 16, y + 24.5)
  return { x, y, width: width + 10, height: 34 }
}
