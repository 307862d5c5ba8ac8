// Der Vorraum: Kamera, Mikrofon und Lautsprecher prüfen, bevor man eintritt.
import type { Translation } from '../message.ts'
import type { greenroom as source } from '../en/greenroom.ts'

export const greenroom: Translation<typeof source> = {
  yourPicture: 'Ihr Bild',
  yourName: 'Ihr Name',
  nameHint: 'Alle im Unterricht sehen ihn.',
  nameNeeded: 'Bitte geben Sie einen Namen an.',
  joinAs: 'Sie nehmen teil als',
  join: 'Teilnehmen',
  enter: 'Hineingehen',
  joinWithout: 'Ohne Kamera und Mikrofon teilnehmen',
  reopenText: 'Sie sind sofort darin, und wer den Link hat, kann wieder teilnehmen.',
  shared:
    'Andere sehen und hören Sie nur, solange Kamera und Mikrofon an sind. Nichts wird aufgezeichnet.',
  isLive: 'Läuft gerade',
  isLobby: 'Beginnt gleich',
  isScheduled: 'Hat noch nicht begonnen',
  isEnded: 'Dieser Unterricht ist vorbei',
  isCancelled: 'Dieser Unterricht wurde abgesagt',
  startsAt: 'Beginnt {time}',
  with: 'mit {names}',
  present: { one: '{count} Person ist da', other: '{count} Personen sind da' },
  cameraOff: 'Ihre Kamera ist aus',
  cameraStarting: 'Kamera startet',
  microphoneOff: 'Ihr Mikrofon ist aus',
  level: 'Mikrofon',
  hearsNothing: 'Es ist nichts zu hören. Sagen Sie etwas oder wählen Sie ein anderes Mikrofon.',
  testSound: 'Ton abspielen',
  test: 'Netz und Geräte testen',
  deviceNumber: 'Gerät {number}',
}
