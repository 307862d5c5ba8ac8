import type { Translation } from '../message.ts'
import type { stage as source } from '../en/stage.ts'

export const stage: Translation<typeof source> = {
  pages: 'Seiten mit Gesichtern',
  pageBefore: 'Seite davor',
  pageAfter: 'Nächste Seite',
  pageOf: 'Seite {page} von {pages}',
  pin: '{name} groß zeigen, nur für mich',
  documentOf: 'Dokumentenkamera von {name}',
  adjust: 'Ton von {name}',
  volume: 'Lautstärke für mich',
  volumeMenu: 'Lautstärke für mich…',
  volumeText: 'Nur auf diesem Gerät. Für alle anderen bleibt es gleich.',
  volumeSilent: 'Stumm',
  stopDocument: 'Dokumentenkamera beenden',
  weak: 'Ihre Verbindung ist schwach.',
  weakWhy: 'Warum?',
  saveData: 'Daten sparen',
  saveDataHint: 'nur kleine Bilder',
  soundOnly: 'Nur Ton',
  soundOnlyText: 'Nur Ton: Es werden keine Bilder empfangen.',
  showPictures: 'Bilder zeigen',
  pictureWaits: 'pausiert: schwache Verbindung',
}
