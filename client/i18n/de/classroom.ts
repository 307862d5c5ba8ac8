// German of the class as it is met before one is in.
import type { Translation } from '../message.ts'
import type { classroom as source } from '../en/classroom.ts'

export const classroom: Translation<typeof source> = {
  entering: 'Sie gehen hinein',
  pageUndelivered: 'Ein Teil dieser Seite ist nicht angekommen. Ihr Platz bleibt frei.',
  comeBack: 'Zurückkommen',
  leftTitle: 'Sie sind gegangen',
  leftText: 'Der Unterricht geht ohne Sie weiter. Sie können zurückkommen.',
  endedTitle: 'Der Unterricht ist vorbei',
  overText: 'Wird er wieder geöffnet, geht dieser Link wieder.',
  backToCourse: 'Zurück zu {title}',
  cancelledTitle: 'Der Unterricht wurde abgesagt',
  cancelledText: 'Fragen Sie die Lehrperson, wann er stattfindet.',
  reopen: 'Unterricht wieder öffnen',
  somebody: 'Jemand',
  microphone: 'Mikrofon',
  camera: 'Kamera',
  loudspeaker: 'Lautsprecher',
  devices: 'Geräte',
}
