import type { Translation } from '../message.ts'
import type { trouble as source } from '../en/trouble.ts'

export const trouble: Translation<typeof source> = {
  insecureTitle: 'Diese Adresse ist nicht sicher.',
  insecureText:
    'Browser geben Kamera und Mikrofon nur Seiten mit https. Öffnen Sie die https-Adresse oder nehmen Sie ohne teil.',
  cameraRefused: 'Die Kamera ist nicht erlaubt.',
  microphoneRefused: 'Das Mikrofon ist nicht erlaubt.',
  refusedText:
    'Erlauben Sie den Zugriff beim Schloss oder Kamerazeichen in der Adresszeile und schalten Sie dann hier ein. Sie können auch ohne teilnehmen.',
  cameraMissing: 'Keine Kamera gefunden.',
  microphoneMissing: 'Kein Mikrofon gefunden.',
  missingText: 'Schließen Sie eines an und schalten Sie es hier ein, oder nehmen Sie ohne teil.',
  cameraBusy: 'Ein anderes Programm benutzt die Kamera.',
  microphoneBusy: 'Ein anderes Programm benutzt das Mikrofon.',
  busyText:
    'Schließen Sie das andere Programm und schalten Sie dann hier ein. Sie können auch ohne weitermachen.',
  cameraUnplugged: 'Die Kamera wurde abgezogen.',
  microphoneUnplugged: 'Das Mikrofon wurde abgezogen.',
  unpluggedText:
    'Schließen Sie es wieder an und schalten Sie es ein, wählen Sie ein anderes oder machen Sie ohne weiter.',
  cameraBare: 'Ihre Kamera ist aus: Der Hintergrund lässt sich nicht unscharf machen.',
  bareText:
    'Niemand sieht Ihren Raum. Schalten Sie die Kamera ein, um es noch einmal zu versuchen, oder zeigen Sie den Raum.',
  showRoom: 'Raum zeigen',
  cameraFailed: 'Die Kamera startet nicht.',
  microphoneFailed: 'Das Mikrofon startet nicht.',
  failedText:
    'Versuchen Sie es noch einmal, wählen Sie ein anderes Gerät oder machen Sie ohne weiter.',
}
