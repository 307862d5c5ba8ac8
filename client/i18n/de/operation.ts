// German texts of classes on media nodes and of what needs an eye.
import type { operation as source } from '../en/operation.ts'
import type { Translation } from '../message.ts'

export const operation: Translation<typeof source> = {
  alerts: 'Was Aufmerksamkeit braucht',
  alertsNone: 'Es fehlt nichts, wovon die Server selbst wissen.',
  alertNow: 'Jetzt',
  alertSoon: 'Bei Tag',
  runbook: 'Was tun',
  runbookOf: 'Was tun: {alert}',
  LyceumNoMedia: 'Kein Medienknoten nimmt Leute auf: Klassen haben nur Text und Tafeln.',
  LyceumSfuAway: {
    one: '{about} ist fort; zuletzt war {count} Person dort.',
    other: '{about} ist fort; zuletzt waren {count} Leute dort.',
  },
  LyceumWorkerDied: {
    one: 'Ein Medien-Worker von {about} ist in den letzten zehn Minuten abgestürzt; {count} Person wurde umgesetzt.',
    other:
      'Ein Medien-Worker von {about} ist in den letzten zehn Minuten abgestürzt; {count} Leute wurden umgesetzt.',
  },
  LyceumMediaNodeFull:
    'Der am stärksten belastete Worker von {about} trägt {percent} % dessen, was er kann.',
  LyceumMediaNearlyFull: 'Die Medienknoten tragen zusammen {percent} % dessen, was sie können.',
  LyceumVersionsMixed: 'Knoten mit {count} Versionen laufen nebeneinander.',
  LyceumDrainLate: {
    one: '{about} sollte schon leer sein; {count} Person ist noch dort.',
    other: '{about} sollte schon leer sein; {count} Leute sind noch dort.',
  },
  LyceumClassTooLarge: '„{about}“ passt nicht: {percent} % dessen, was die Medienknoten aufnehmen.',

  classes: 'Passen die Klassen?',
  classesNone: 'Keine Klasse läuft, und für die nächste Woche ist keine geplant',
  capacity: {
    one: '{count} Medienknoten nimmt Leute auf: etwa {people} in Klassen zu dreißig.',
    other: '{count} Medienknoten nehmen Leute auf: zusammen etwa {people} in Klassen zu dreißig.',
  },
  capacityNone: 'Zurzeit nimmt kein Medienknoten Leute auf.',
  alsoDraining: { one: '{count} weiterer wird geleert.', other: '{count} weitere werden geleert.' },
  alsoGone: { one: '{count} ist fort.', other: '{count} sind fort.' },
  how: 'Wie das gerechnet ist',
  howText:
    'Gerechnet wird, dass jede Person neun andere sieht und vier hört und ein Medien-Worker 600 solche Ströme trägt, von denen 80 % vergeben werden: derselbe Maßstab, nach dem Leute verteilt werden. Wie viele kommen, ist das Meiste, was bekannt ist: wer jetzt da ist, wer eingeschrieben ist, wer in der Reihe zuletzt kam; höchstens so viele, wie die Klasse Plätze hat; dreißig, wo nichts bekannt ist. Eine Klasse teilt sich die Knoten mit allen, die in ihrem vollsten Augenblick laufen.',
  fits: 'Passt',
  tight: 'Passt knapp',
  tooLarge: 'Passt nicht',
  noNodes: 'Keine Medien',
  present: '{count} jetzt da',
  enrolled: '{count} eingeschrieben',
  lastTime: '{count} kamen zuletzt',
  places: '{count} Plätze',
  assumed: '{count} angenommen',
  takes: 'braucht {share} %; mit allen Klassen um {when} {together} %',
  adviceTight: 'Wenig Reserve: dann keinen Knoten leeren.',
  adviceTooLarge: {
    one: '{count} Medienknoten wie diese hinzufügen, ein Leeren abbrechen oder eine Klasse verlegen. Sonst kommen Leute auf volle Knoten, und Bilder können stocken.',
    other:
      '{count} Medienknoten wie diese hinzufügen, ein Leeren abbrechen oder eine Klasse verlegen. Sonst kommen Leute auf volle Knoten, und Bilder können stocken.',
  },
  adviceNoNodes:
    'Einen Medienknoten starten oder einen, der geleert wird, wieder aufnehmen lassen.',
  where: 'Wo sie ist',
  whereOf: 'Wo „{title}“ ist',

  nowhere: 'Niemand in dieser Klasse hat jetzt Ton oder Bild',
  without: 'In der Klasse, ohne Ton und Bild',
  up: 'Läuft',
  draining: 'Wird geleert',
  gone: 'Fort',
  worker: 'Worker {id}',
  people: { one: '{count} Person', other: '{count} Leute' },
  sources: { one: '{count} Quelle', other: '{count} Quellen' },
  lostConnection: 'Verbindung verloren',
  since: 'seit {when}',
  somebody: 'Jemand',
  camera: 'Kamera',
  microphone: 'Mikrofon',
  document: 'Dokumentenkamera',
  screen: 'Bildschirm',
  screenAudio: 'Ton des Bildschirms',
  paused: '{source} (aus)',
  why: 'Warum hier',
  unknownWhy: 'Darüber ist nichts festgehalten.',
  together: 'Die Klasse passt auf einen Knoten, und dieser hatte sie.',
  lesserOfTwo: 'Von zwei für die Klasse gezogenen Knoten der mit weniger Arbeit.',
  onlyOne: 'Der einzige Knoten mit Platz.',
  spread:
    'Die Klasse ist groß, und dieser Knoten hatte deutlich weniger zu tun als die, auf denen sie war.',
  nearby:
    'Die Klasse ist groß, und kein anderer Knoten hatte deutlich weniger zu tun als dieser, auf dem sie schon war.',
  allFull: 'Alle Knoten waren voll; dieser hatte am wenigsten zu tun.',
  load: '{node}: {percent} % seiner Grenze, nach {scarcest}',
  loadDraining: '{node}: {percent} % seiner Grenze, nach {scarcest}, wird geleert',
  cpu: 'CPU',
  consumers: 'gesendeten Strömen',
  bitsOutPerSecond: 'ausgehenden Daten',
  reckoned: {
    one: 'Gerechnet mit {count} Person: {share} % eines Knotens.',
    other: 'Gerechnet mit {count} Leuten: {share} % eines Knotens.',
  },

  log: 'Was entschieden wurde',
  logLive: 'Neue Zeilen kommen von selbst.',
  logNone: 'Noch wurde nichts entschieden',
  placed: '{name} kam auf {node}',
  moved: '{name} ging von {from} nach {node}',
  moving: '{name} soll von {from} fortziehen',
  left: '{name} verließ {node}',
  piped: {
    one: '{count} Quelle wird von {from} nach {to} geleitet',
    other: '{count} Quellen werden von {from} nach {to} geleitet',
  },
  unpiped: {
    one: '{count} Quelle wird nicht mehr von {from} nach {to} geleitet: dort sieht niemand zu',
    other: '{count} Quellen werden nicht mehr von {from} nach {to} geleitet: dort sieht niemand zu',
  },
  lost_workerDied: {
    one: 'Ein Worker von {node} ist abgestürzt; {count} Person wird neu verteilt',
    other: 'Ein Worker von {node} ist abgestürzt; {count} Leute werden neu verteilt',
  },
  lost_unheard: {
    one: '{node} wurde aufgegeben: kein Server hört ihn; {count} Person wird neu verteilt',
    other: '{node} wurde aufgegeben: kein Server hört ihn; {count} Leute werden neu verteilt',
  },
  lost_restarted: {
    one: '{node} wurde neu gestartet; {count} Person wird neu verteilt',
    other: '{node} wurde neu gestartet; {count} Leute werden neu verteilt',
  },
  nobodyTakes: '{name} fand keinen Platz: kein Medienknoten ist erreichbar',
  drained: {
    one: '{node} wird geleert; {count} Person dieser Klasse ist dort',
    other: '{node} wird geleert; {count} Leute dieser Klasse sind dort',
  },
  undrained: '{node} nimmt wieder Leute auf',
  ended: 'Die Klasse ist zu Ende',
  by: 'von {server}',
}
