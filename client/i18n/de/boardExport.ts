// Deutsche Texte: eine Tafel als Datei mitnehmen und eine solche Datei öffnen.
import type { Translation } from '../message.ts'
import type { boardExport as source } from '../en/boardExport.ts'

export const boardExport: Translation<typeof source> = {
  title: 'Tafel herunterladen',
  what: 'Welche Seiten',
  allPages: 'Alle {count} Seiten',
  onePage: 'Nur diese Seite, Seite {number}',
  png: 'Bilder',
  about_png: 'PNG, für Dokumente und Nachrichten',
  svg: 'Zeichnungen',
  about_svg: 'SVG, in jeder Größe scharf, für andere Zeichenprogramme',
  pdf: 'Ein Dokument',
  about_pdf: 'PDF, Folien und Tinte in jeder Größe scharf',
  file: 'Die Tafel selbst',
  about_file: 'Mit allen Seiten, als Datei, die Lyceum in jeder Klasse wieder öffnet',
  save: 'Herunterladen',
  saveNamed: 'Herunterladen: {what}',
  open: 'Tafel aus Datei öffnen',
  opened: '„{title}“ ist offen.',
  opening: 'Die Tafel wird geöffnet …',
  failed:
    'Das ließ sich nicht erzeugen. Bitte noch einmal versuchen oder ein anderes Format wählen.',
  saved: 'Heruntergeladen.',
  template: 'Eine Vorlage',
  about_template: 'Beim eigenen Konto aufgehoben, in jeder Klasse zu öffnen',
  keep: 'Als Vorlage sichern',
  kept: 'Gesichert. Sie finden sie in jeder Klasse unter Leiten › Tafeln und Blätter › Vorlagen.',
  templates: 'Vorlagen',
  noTemplates: 'Noch keine Vorlagen',
  noTemplatesText: 'Sichern Sie eine Tafel im Menü ihrer Seite unter „Herunterladen“ als Vorlage.',
  needsAccount:
    'Vorlagen gehören zu einem Konto, und Sie sind als Gast hier. Laden Sie stattdessen die Tafel selbst herunter.',
  manyTemplates: 'Mehr Vorlagen gehen nicht. Löschen Sie zuerst eine.',
  templateTooLarge:
    'Diese Tafel ist für eine Vorlage zu groß. Laden Sie stattdessen die Tafel selbst herunter.',
  keptOn: 'Gesichert am {date}',
  use: 'Öffnen',
  useNamed: 'Die Vorlage „{title}“ öffnen',
  removeNamed: 'Die Vorlage „{title}“ löschen',
  removed: 'Die Vorlage „{title}“ wurde gelöscht.',
  notBoard: 'Das ist keine Tafeldatei.',
  newer:
    'Diese Datei stammt aus einer späteren Version von Lyceum und lässt sich hier nicht öffnen.',
  tooLarge: 'Diese Datei ist zu groß, um sie zu öffnen.',
  broken: 'Diese Datei ist beschädigt; nichts daraus wurde geöffnet.',
  brokenAt: 'Diese Datei ist auf Seite {page} beschädigt; nichts daraus wurde geöffnet.',
  missing: {
    one: '{count} Bild oder Folie wurde nicht übernommen; der Rest der Tafel ist da.',
    other: '{count} Bilder oder Folien wurden nicht übernommen; der Rest der Tafel ist da.',
  },
}
