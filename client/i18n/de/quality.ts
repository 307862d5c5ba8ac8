import type { Translation } from '../message.ts'
import type { quality as source } from '../en/quality.ts'

export const quality: Translation<typeof source> = {
  why_good: 'Ihre Verbindung ist gut.',
  why_away: 'Gerade kommt nichts durch. Die Verbindung wird wiederhergestellt.',
  why_lossReceiving: 'Ein Teil dessen, was andere senden, geht auf dem Weg zu Ihnen verloren.',
  why_lossSending: 'Ein Teil dessen, was Sie senden, geht verloren.',
  why_narrow: 'Ihre Leitung ist zu schmal für Ihr Bild.',
  why_delay: 'Alles ist lange unterwegs.',
  why_uneven: 'Was andere senden, kommt ungleichmäßig bei Ihnen an.',
  why_cpu: 'Ihr Gerät ist zu beschäftigt, um Ihr Bild so scharf wie möglich zu machen.',
  why_tcp:
    'Ihr Netz sperrt den schnellen Weg (UDP); deshalb geht alles über den langsameren (TCP).',
  why_unknown: 'Der Weg zum Server ist gerade schlecht.',
  help_good: 'Es ist nichts zu tun.',
  help_away: 'Prüfen Sie, ob Ihr Netz funktioniert. Ihr Platz bleibt Ihnen.',
  help_lossReceiving:
    'Gehen Sie näher an den Router oder nehmen Sie ein Kabel; Daten sparen oder „Nur Ton“ hilft sofort.',
  help_lossSending:
    'Gehen Sie näher an den Router oder nehmen Sie ein Kabel; oder schalten Sie Ihre Kamera aus.',
  help_narrow:
    'Beenden Sie Uploads und andere Gespräche in Ihrem Netz, oder schalten Sie Ihre Kamera aus.',
  help_delay:
    'Schalten Sie ein VPN aus, wenn Sie eines nutzen. Auch Satellit und schwacher Mobilfunk sind langsam.',
  help_uneven: 'Vielleicht nutzen andere Ihr Netz stark. Ein Kabel ist gleichmäßiger als WLAN.',
  help_cpu:
    'Schließen Sie andere Programme und Tabs, schließen Sie das Ladegerät an, oder schalten Sie Ihre Kamera aus.',
  help_tcp:
    'Es funktioniert. Wenn es stockt, bitten Sie Ihre Netzverwaltung, UDP zum Unterricht zu öffnen.',
  help_unknown: 'Warten Sie einen Moment; bleibt es so, hilft Daten sparen oder „Nur Ton“.',
  soundOnlyHint: 'gar keine Bilder',
  figures: 'Zahlen',
  measuring: 'Wird gemessen.',
  perSource: 'Je Quelle',
  roundTrip: 'Hin und zurück',
  lossReceiving: 'Verloren auf dem Weg zu Ihnen',
  lossSending: 'Verloren auf dem Weg von Ihnen',
  jitter: 'Ungleichmäßigkeit des Tons',
  available: 'Platz zum Senden',
  way: 'Weg',
  relayed: '{way}, über einen Vermittler',
  column_what: 'Quelle',
  column_size: 'Größe',
  column_frames: 'Bilder',
  column_rate: 'Rate',
  column_loss: 'Verloren',
  column_codec: 'Codec',
  column_layer: 'Schicht',
  kind_microphone: 'Mikrofon',
  kind_camera: 'Kamera',
  kind_screen: 'Bildschirm',
  kind_screenAudio: 'Ton des Bildschirms',
  kind_document: 'Dokumentenkamera',
  limit_cpu: 'Gerät zu beschäftigt',
  limit_bandwidth: 'Leitung zu schmal',
  copy: 'Alles kopieren',
  copied: 'Es ist in Ihrer Zwischenablage.',
  notCopied: 'Der Browser hat das Kopieren nicht erlaubt.',
}
