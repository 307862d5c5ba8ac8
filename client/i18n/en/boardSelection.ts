// English texts of what can be done with what is selected on a board.
import type { Area } from '../message.ts'

export const boardSelection = {
  selectionTools: 'What is selected',
  delete: 'Delete',
  duplicate: 'Duplicate',
  lock: 'Lock: students cannot change it',
  unlock: 'Unlock',
  group: 'Group',
  ungroup: 'Ungroup',
  arrange: 'Arrange',
  toFront: 'To the front',
  forward: 'Forward',
  backward: 'Backward',
  toBack: 'To the back',
  align_left: 'Align left',
  align_centre: 'Align centres',
  align_right: 'Align right',
  align_top: 'Align tops',
  align_middle: 'Align middles',
  align_bottom: 'Align bottoms',
  distributeAcross: 'Distribute across',
  distributeDown: 'Distribute down',
  editText: 'Edit the text',
  drewThis: 'by {name}',
} as const satisfies Area
