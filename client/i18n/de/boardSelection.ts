// Deutsche Texte: was mit dem getan werden kann, das auf einer Tafel ausgewählt ist.
import type { Translation } from '../message.ts'
import type { boardSelection as source } from '../en/boardSelection.ts'

export const boardSelection: Translation<typeof source> = {
  selectionTools: 'Auswahl',
  delete: 'Löschen',
  duplicate: 'Duplizieren',
  lock: 'Sperren: Lernende können es nicht ändern',
  unlock: 'Entsperren',
  group: 'Gruppieren',
  ungroup: 'Gruppe auflösen',
  arrange: 'Anordnen',
  toFront: 'Ganz nach vorn',
  forward: 'Nach vorn',
  backward: 'Nach hinten',
  toBack: 'Ganz nach hinten',
  align_left: 'Links ausrichten',
  align_centre: 'Waagerecht mittig ausrichten',
  align_right: 'Rechts ausrichten',
  align_top: 'Oben ausrichten',
  align_middle: 'Senkrecht mittig ausrichten',
  align_bottom: 'Unten ausrichten',
  distributeAcross: 'Waagerecht verteilen',
  distributeDown: 'Senkrecht verteilen',
  editText: 'Text bearbeiten',
  drewThis: 'von {name}',
}
