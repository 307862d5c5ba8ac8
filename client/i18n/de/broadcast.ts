// German of the broadcast as everybody in class meets it.
import type { Translation } from '../message.ts'
import type { broadcast as source } from '../en/broadcast.ts'

export const broadcast: Translation<typeof source> = {
  encoder: 'Aus einem Encoder senden',
  encoderOn: 'Gerade wird gesendet',
  began: 'Eine Übertragung hat begonnen. Sie ist auf der Bühne.',
  interrupted: 'Die Übertragung ist unterbrochen. Gleich geht es weiter.',
  resumed: 'Die Übertragung geht weiter.',
  over: 'Die Übertragung ist zu Ende.',
  over_staff: 'Die Leitung hat sie beendet.',
  over_silent: 'Es wurde nichts mehr gesendet.',
  over_lost: 'Der Server, der sie erzeugt hat, ist ausgefallen.',
  over_class: 'Der Unterricht ist zu Ende.',
  over_replaced: 'Eine andere ist an ihre Stelle getreten.',
  refused_codec:
    'Ein Encoder wurde abgewiesen: Das Bild muss H.264 sein und der Ton AAC. Wählen Sie das in seinen Ausgabe-Einstellungen.',
  refused_broken: 'Ein Encoder wurde abgewiesen: Was er sendete, ließ sich nicht als Stream lesen.',
  refused_noClass:
    'Ein Encoder wurde abgewiesen: Sein Schlüssel gehört zu keinem Unterricht, der jetzt stattfindet.',
  refused_ended:
    'Ein Encoder wurde abgewiesen, weil die Übertragung gerade eben beendet worden ist.',
}
