import type { Translation } from '../message.ts'
import type { sound as source } from '../en/sound.ts'

export const sound: Translation<typeof source> = {
  youAreMuted: 'Sie sprechen, aber Ihr Mikrofon ist aus.',
  mine: 'Ihr Ton',
  noise: 'Geräusche unterdrücken',
  echo: 'Echo unterdrücken',
  gain: 'Lautstärke ausgleichen',
  music: 'Musik: Stereo und unverändert',
  musicHint: 'Für Instrumente und Filme. Nur mit Kopfhörern, sonst hören sich die anderen selbst.',
  talk: 'Sprechen, solange {key} gedrückt ist',
  talkHint: 'Bei ausgeschaltetem Mikrofon, und solange nichts anderes den Fokus hat.',
  tellMuted: 'Bescheid geben, wenn ich bei ausgeschaltetem Mikrofon spreche',
  tellMutedHint: 'Was dafür gehört wird, bleibt auf Ihrem Gerät.',
  pictures: 'Ihre Bilder',
  blur: 'Meinen Hintergrund unscharf machen',
  document: 'Eine zweite Kamera zeigen',
  documentHint:
    'Für ein Blatt oder einen Gegenstand; alle sehen sie wie einen geteilten Bildschirm.',
  documentProblem: 'Sie startet nicht. Vielleicht nutzt sie ein anderes Programm.',
  documentDevice: 'Zweite Kamera',
  chimes: 'Klänge',
}
