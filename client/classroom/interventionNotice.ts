// What a person is told when staff, or a media node, acted on their microphone, camera or screen.
import type { Intervention } from '../features/sources/desk.svelte.ts'
import { t } from '../i18n/i18n.svelte.ts'
import type { Notice } from '../ui/notices.svelte.ts'

interface Microphone {
  readonly on: boolean
  readonly unmute: () => void
}

export function interventionNotice(
  { kind, what }: Intervention,
  { on, unmute }: Microphone,
): Notice {
  const action = { label: t('classroom.unmute'), run: unmute }
  if (what === 'muted') {
    return { text: t('classroom.mutedByStaff'), tone: 'plain', action }
  }
  if (what === 'asked') {
    return { text: t('classroom.askedToSpeak'), tone: 'plain', action, stays: true }
  }
  if (what === 'letSpeak') {
    if (on) return { text: t('classroom.yourTurnHeard'), tone: 'good' }
    return { text: t('classroom.yourTurn'), tone: 'good', action, stays: true }
  }
  if (what === 'thanked') return { text: t('floor.thankedYou'), tone: 'good' }
  if (what === 'excess') return { text: t('classroom.sentTooMuch'), tone: 'plain', stays: true }
  const text = {
    microphone: t('classroom.microphoneStopped'),
    camera: t('classroom.cameraStopped'),
    document: t('classroom.cameraStopped'),
    screen: t('classroom.screenStopped'),
    screenAudio: t('classroom.screenStopped'),
  }[kind]
  return { text, tone: 'plain' }
}
