// What a person is told when staff acted on their microphone, camera or screen.
import type { Intervention } from '../features/sources/desk.svelte.ts'
import { t } from '../i18n/i18n.svelte.ts'
import type { Notice } from '../ui/notices.svelte.ts'

export function interventionNotice({ kind, what }: Intervention, unmute: () => void): Notice {
  if (what === 'muted') {
    const action = { label: t('classroom.unmute'), run: unmute }
    return { text: t('classroom.mutedByStaff'), tone: 'plain', action }
  }
  if (what === 'asked') {
    const action = { label: t('classroom.unmute'), run: unmute }
    return { text: t('classroom.askedToSpeak'), tone: 'plain', action, stays: true }
  }
  const text = {
    microphone: t('classroom.microphoneStopped'),
    camera: t('classroom.cameraStopped'),
    screen: t('classroom.screenStopped'),
    screenAudio: t('classroom.screenStopped'),
  }[kind]
  return { text, tone: 'plain' }
}
