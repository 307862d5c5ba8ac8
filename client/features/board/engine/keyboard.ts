// What a key means on a board that has the focus. Pure. Letters that the class uses (M, V, H, C, P, B, S)
// mean nothing here, so that they keep their meaning everywhere.
import type { Point } from '../../../../shared/board/shape.ts'
import type { BoardCommand, ToolName } from './contract.ts'

export type KeyMeaning =
  | { readonly kind: 'do'; readonly command: BoardCommand }
  /** Of what is selected, in board units. */
  | { readonly kind: 'move'; readonly by: Point }
  | { readonly kind: 'scale'; readonly by: number }
  | { readonly kind: 'turn'; readonly by: number }
  /** Of the view, in CSS pixels. */
  | { readonly kind: 'pan'; readonly by: Point }
  | { readonly kind: 'tool'; readonly tool: ToolName }
  /** Enter and Escape, first for the tool. */
  | { readonly kind: 'key'; readonly key: 'enter' | 'escape' }

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export const toolKeys: Readonly<Record<string, ToolName>> = {
  q: 'select',
  w: 'hand',
  e: 'eraser',
  u: 'partialEraser',
  k: 'laser',
  j: 'lasso',
}

const arrows: Readonly<Record<string, Point>> = {
  arrowleft: { x: -1, y: 0 },
  arrowright: { x: 1, y: 0 },
  arrowup: { x: 0, y: -1 },
  arrowdown: { x: 0, y: 1 },
}

export const withCommand: Readonly<Record<string, BoardCommand>> = {
  z: 'undo',
  'shift+z': 'redo',
  y: 'redo',
  a: 'selectAll',
  d: 'duplicate',
  g: 'group',
  'shift+g': 'ungroup',
  'shift+l': 'lock',
  'shift+u': 'unlock',
  // Brackets are hard to reach on many keyboards, arrows on none.
  arrowup: 'forward',
  arrowdown: 'backward',
  'shift+arrowup': 'toFront',
  'shift+arrowdown': 'toBack',
  ']': 'forward',
  '[': 'backward',
  'shift+}': 'toFront',
  'shift+{': 'toBack',
}

export const alone: Readonly<Record<string, BoardCommand>> = {
  delete: 'delete',
  backspace: 'delete',
  ']': 'forward',
  '[': 'backward',
  '}': 'toFront',
  '{': 'toBack',
  '0': 'zoomToFit',
  '1': 'zoomReset',
  '2': 'zoomToSelection',
  '.': 'focusNext',
  ',': 'focusPrevious',
}

const steps = { small: 1, large: 10, pan: 80, scale: 1.1, turn: Math.PI / 12 } as const

export interface KeyContext {
  readonly selected: boolean
  /** The tool that a shape's own key takes. */
  readonly shapeFor: (key: string) => ToolName | null
}

/** Null for a key that means nothing here. */
export function meaningOf(pressed: Pressed, context: KeyContext): KeyMeaning | null {
  const key = pressed.key.toLowerCase()
  const command = pressed.ctrlKey || pressed.metaKey
  if (command) {
    const meant = pressed.altKey
      ? undefined
      : withCommand[`${pressed.shiftKey ? 'shift+' : ''}${key}`]
    return meant === undefined ? null : { kind: 'do', command: meant }
  }
  if (pressed.altKey) return null
  return (
    arrowMeaning(key, pressed, context) ??
    focusMeaning(key, pressed, context) ??
    sizeMeaning(key, context) ??
    plainMeaning(key, context)
  )
}

function arrowMeaning(
  key: string,
  { shiftKey }: Pressed,
  { selected }: KeyContext,
): KeyMeaning | null {
  const way = arrows[key]
  if (way === undefined) return null
  const far = selected ? (shiftKey ? steps.large : steps.small) : -steps.pan
  const by = { x: way.x * far, y: way.y * far }
  return selected ? { kind: 'move', by } : { kind: 'pan', by }
}

/** Tab goes through objects once one is selected; Escape gives it back to the page. */
function focusMeaning(
  key: string,
  { shiftKey }: Pressed,
  { selected }: KeyContext,
): KeyMeaning | null {
  if (key === 'enter' || key === 'escape') return { kind: 'key', key }
  if (key !== 'tab' || !selected) return null
  return { kind: 'do', command: shiftKey ? 'focusPrevious' : 'focusNext' }
}

function sizeMeaning(key: string, { selected }: KeyContext): KeyMeaning | null {
  const larger = key === '+' || key === '='
  if (larger || key === '-') {
    if (!selected) return { kind: 'do', command: larger ? 'zoomIn' : 'zoomOut' }
    return { kind: 'scale', by: larger ? steps.scale : 1 / steps.scale }
  }
  if (!selected || (key !== '<' && key !== '>')) return null
  return { kind: 'turn', by: key === '>' ? steps.turn : -steps.turn }
}

function plainMeaning(key: string, { shapeFor }: KeyContext): KeyMeaning | null {
  const command = alone[key]
  if (command !== undefined) return { kind: 'do', command }
  const tool = toolKeys[key] ?? shapeFor(key)
  return tool === null ? null : { kind: 'tool', tool }
}
