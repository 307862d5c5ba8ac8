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
  LyceumNoMedia: 'Kein Medienknoten nimmt Leute auf: Unterricht hat nur Text und Tafeln.',
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

  classes: 'Hat der Unterricht Platz?',
  classesNone: 'Kein Unterricht läuft, und für die nächste Woche ist keiner geplant',
  capacity: {
    one: '{count} Medienknoten nimmt Leute auf: etwa {people} in Gruppen zu dreißig.',
    other: '{count} Medienknoten nehmen Leute auf: zusammen etwa {people} in Gruppen zu dreißig.',
  },
  capacityNone: 'Zurzeit nimmt kein Medienknoten Leute auf.',
  alsoDraining: { one: '{count} weiterer wird geleert.', other: '{count} weitere werden geleert.' },
  alsoGone: { one: '{count} ist fort.', other: '{count} sind fort.' },
  how: 'Wie das gerechnet ist',
  howText:
    'Gerechnet wird, dass jede Person neun andere sieht und vier hört und ein Medien-Worker 600 solche Ströme trägt, von denen 80 % vergeben werden: derselbe Maßstab, nach dem Leute verteilt werden. Wie viele kommen, ist das Meiste, was bekannt ist: wer jetzt da ist, wer eingeschrieben ist, wer in der Reihe zuletzt kam; höchstens so viele, wie es Plätze gibt; dreißig, wo nichts bekannt ist. Unterricht teilt sich die Knoten mit allem, was läuft, wenn er beginnt; von dem, was nicht passt, wird genannt, was auf volle Knoten kommt.',
  fits: 'Passt',
  tight: 'Passt knapp',
  tooLarge: 'Passt nicht',
  noNodes: 'Keine Medien',
  present: '{count} jetzt da',
  enrolled: '{count} eingeschrieben',
  lastTime: '{count} kamen zuletzt',
  places: '{count} Plätze',
  assumed: '{count} angenommen',
  takes: '{share} % aller Knoten',
  takesWithOthers: '{share} % aller Knoten, {together} % mit dem Unterricht, der dann läuft',
  adviceTight: 'Wenig Reserve: dann keinen Knoten leeren.',
  adviceTooLarge: {
    one: '{count} Medienknoten dieser Art hinzufügen, ein Leeren abbrechen oder Unterricht verlegen. Sonst kommen Leute auf volle Knoten, und Bilder können stocken.',
    other:
      '{count} Medienknoten dieser Art hinzufügen, ein Leeren abbrechen oder Unterricht verlegen. Sonst kommen Leute auf volle Knoten, und Bilder können stocken.',
  },
  adviceNoNodes:
    'Einen Medienknoten starten oder einen, der geleert wird, wieder aufnehmen lassen.',
  where: 'Wo er ist',
  whereOf: 'Wo „{title}“ ist',

  nowhere: 'Niemand in diesem Unterricht hat jetzt Ton oder Bild',
  without: 'Im Unterricht, ohne Ton und Bild',
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
  together: 'Der Unterricht passt auf einen Knoten, und dieser hatte ihn.',
  lesserOfTwo: 'Von zwei für diesen Unterricht gezogenen Knoten der mit weniger Arbeit.',
  onlyOne: 'Der einzige Knoten mit Platz.',
  spread:
    'Der Unterricht ist groß, und dieser Knoten hatte deutlich weniger zu tun als die, auf denen er war.',
  nearby:
    'Der Unterricht ist groß, und kein anderer Knoten hatte deutlich weniger zu tun als dieser, auf dem er schon war.',
  allFull: 'Alle Knoten waren voll; dieser hatte am wenigsten zu tun.',
  load: '{node}: {percent} % seiner Grenze, nach {scarcest}',
  loadDraining: '{node}: {percent} % seiner Grenze, nach {scarcest}, wird geleert',
  cpu: 'CPU',
  consumers: 'gesendeten Strömen',
  packetsOutPerSecond: 'gesendeten Paketen',
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
    one: '{node} wird geleert; {count} Person dieses Unterrichts ist dort',
    other: '{node} wird geleert; {count} Leute dieses Unterrichts sind dort',
  },
  undrained: '{node} nimmt wieder Leute auf',
  ended: 'Der Unterricht ist zu Ende',
  by: 'von {server}',
}
