// Deutsche Texte: die Tasten einer Tafel, für Hinweise und die Liste der Tasten.
import type { Translation } from '../message.ts'
import type { boardKeys as source } from '../en/boardKeys.ts'

export const boardKeys: Translation<typeof source> = {
  title: 'Auf der Tafel',
  next: 'Das nächste, das vorige auswählen',
  put: 'Eine Form in die Mitte setzen; in das Ausgewählte schreiben',
  move: 'Das Ausgewählte bewegen, sonst die Ansicht; weiter',
  size: 'Größer, kleiner',
  turn: 'Drehen',
  done: 'Loslassen; zurück zum Auswählen',
  pan: 'Halten, um die Tafel mit der Maus zu bewegen',
  page: 'Umblättern',
  pageKeys: 'Bild ↑ ↓',
  copy: 'Kopieren',
  cut: 'Ausschneiden',
  paste: 'Einfügen',
  selectAll: 'Alles auswählen',
  zoomReset: 'Auf 100 %',
  zoomToSelection: 'Ausgewähltes zeigen',

  ctrl: 'Strg',
  shift: 'Umschalt',
  delete: 'Entf',
  enter: 'Eingabe',
  escape: 'Esc',
  tab: 'Tab',
  corners: 'Die Ecken anklicken; Doppelklick oder Eingabetaste beendet.',
}
