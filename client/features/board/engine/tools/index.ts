// Which tool of the kit stands behind a name: one of the fixed ones, or what the gesture of a shape asks for.
import type { ToolName } from '../contract.ts'
import type { Desk, Tool } from '../desk.ts'
import { CornersTool } from './corners.ts'
import { DragTool } from './drag.ts'
import { EraserTool } from './eraser.ts'
import { LaserTool } from './laser.ts'
import { PartialEraserTool } from './partialEraser.ts'
import { PlaceTool } from './place.ts'
import { SelectTool } from './select.ts'

export function toolFor(name: ToolName, desk: Desk): Tool | null {
  switch (name) {
    case 'select':
      return new SelectTool(desk, false)
    case 'lasso':
      return new SelectTool(desk, true)
    case 'eraser':
      return new EraserTool(desk)
    case 'partialEraser':
      return new PartialEraserTool(desk)
    case 'laser':
      return new LaserTool(desk)
    default:
      return shapeTool(name, desk)
  }
}

function shapeTool(type: string, desk: Desk): Tool | null {
  const shape = desk.shapeOf({ t: type, z: 0 })
  switch (shape?.gesture) {
    case 'drag':
      return new DragTool(desk, shape)
    case 'corners':
      return new CornersTool(desk, shape)
    case 'place':
      return new PlaceTool(desk, shape)
    case 'ink':
    case 'none':
    case undefined:
      return null
  }
}
