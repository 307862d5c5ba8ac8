// The engine's state as the chrome sees it.
import type { EngineState, SelectionState, ToolName } from './contract.ts'
import { mayChange, type Desk } from './desk.ts'
import { commonStyle } from './selection.ts'

export interface Settings {
  readonly tool: ToolName
  readonly snap: boolean
  readonly fingersDraw: boolean
  readonly penSeen: boolean
}

export function snapshotOf(desk: Desk, settings: Settings): EngineState {
  return {
    ...settings,
    style: desk.style,
    view: desk.camera.view,
    selection: selectionOf(desk),
    canUndo: desk.edits.canUndo,
    canRedo: desk.edits.canRedo,
    writing: desk.writing.active,
  }
}

function selectionOf(desk: Desk): SelectionState | null {
  const { selection, camera, scene } = desk
  const { objects, box } = selection
  if (box === null) return null
  const authors = new Set(objects.map((object) => scene.authorOf(object)))
  return {
    keys: objects.map(({ key }) => key),
    box: camera.boxToScreen(box),
    types: [...new Set(objects.map(({ record }) => record.t))],
    changeable: objects.some((object) => mayChange(desk, object)),
    locked: objects.some(({ placement }) => placement?.lock === true),
    grouped: objects.some(({ placement }) => placement?.g !== undefined),
    style: commonStyle(objects),
    author: authors.size === 1 ? ([...authors][0] ?? null) : null,
  }
}
