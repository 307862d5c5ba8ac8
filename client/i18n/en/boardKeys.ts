// English texts of the keys of a board, for tooltips and the sheet of keys.
import type { Area } from '../message.ts'

export const boardKeys = {
  title: 'On the board',
  next: 'Select the next, the one before',
  put: 'Put a shape into the middle; write into what is selected',
  move: 'Move what is selected, else the view; further',
  size: 'Larger, smaller',
  turn: 'Turn',
  done: 'Let go; back to selecting',
  pan: 'Hold to move the board with the mouse',
  page: 'Turn the page',
  pageKeys: 'Page ↑ ↓',
  copy: 'Copy',
  cut: 'Cut',
  paste: 'Paste',
  selectAll: 'Select all',
  zoomReset: 'At 100 %',
  zoomToSelection: 'Show what is selected',

  ctrl: 'Ctrl',
  shift: 'Shift',
  delete: 'Delete',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  corners: 'Click the corners; double-click or Enter ends.',
} as const satisfies Area
