// German texts of files in chat and of lessons' materials.
import type { Translation } from '../message.ts'
import type { files as source } from '../en/files.ts'

export const files: Translation<typeof source> = {
  attach: 'Dateien anhängen',
  takePhoto: 'Foto aufnehmen',
  choose: 'Dateien auswählen',
  off: 'Dateien senden ist ausgeschaltet.',
  dropHere: 'Dateien hier ablegen',
  chosen: 'Dateien zum Senden',
  sending: '{name} wird gesendet',
  stillSending: 'Dateien sind noch unterwegs.',
  someFailed: 'Entferne die Dateien, die nicht ankamen, oder versuche es noch einmal.',
  tooMany: {
    one: 'Eine Datei blieb weg: Eine Nachricht fasst {most}.',
    other: '{count} Dateien blieben weg: Eine Nachricht fasst {most}.',
  },
  retry: '{name} noch einmal senden',
  stop: '{name} nicht weiter senden',
  remove: '{name} entfernen',
  showPicture: '{name} ansehen',
  save: '{name} speichern',
  saveSize: 'Speichern ({size})',
  tooLarge: 'Zu groß: Eine Datei darf {limit} haben.',
  wrongType:
    'Solche Dateien können nicht gesendet werden. Bilder, PDF, Office-Dokumente, Text, Ton, Film und Zip gehen.',
  heic: 'Dieses Bildformat kann hier nicht gelesen werden. Sende es als JPEG.',
  empty: 'Diese Datei ist leer.',
  tooManyPixels: 'Dieses Bild hat zu viele Pixel.',
  broken: 'Diese Datei ist beschädigt oder kam nicht ganz an. Versuche es noch einmal.',
  gone: 'Diese Datei ist nicht mehr da.',
  enough: 'Hier sind so viele Dateien, wie es sein dürfen.',
  materials: 'Materialien',
  materialsNone: 'Noch keine Materialien',
  materialsNoneTeacher:
    'Lege hier Arbeitsblätter, Folien und Texte ab. Alle im Kurs können sie speichern, hier und im Unterricht.',
  materialsNoneClass: 'Für diesen Unterricht gibt es keine Materialien.',
  addMaterials: 'Dateien hinzufügen',
  menuOf: 'Menü von {name}',
  rename: 'Umbenennen',
  delete: 'Löschen',
  moved: '„{name}“ wurde verschoben.',
  renamed: 'Es heißt jetzt „{name}“.',
  deleted: '„{name}“ wurde gelöscht.',
  undone: 'Rückgängig gemacht.',
}
