// The tools that come with the board: ink, and the hand that moves the view.
import type { ToolName } from '../contract.ts'
import type { Desk, Tool } from '../desk.ts'
import { HandTool } from './hand.ts'
import { InkTool } from './ink.ts'

/** Null for a tool of the kit. */
export function basicTool(name: ToolName, desk: Desk): Tool | null {
  if (name === 'hand') return new HandTool(desk)
  const shape = desk.shapeOf({ t: name, z: 0 })
  return shape?.gesture === 'ink' ? new InkTool(desk, shape) : null
}
