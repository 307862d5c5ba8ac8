// Outcomes of the trials in words: for the page, and for the report one copies.
import { t } from '../../i18n/i18n.svelte.ts'
import { stepNames, type Checkup, type StepState } from './checkup.svelte.ts'
import type { Tried } from './tried.svelte.ts'

export function stepWords(state: StepState): string {
  return state.kind === 'good' ? t('trial.took', { ms: state.ms }) : t(`trial.state_${state.kind}`)
}

/** What helps whoever helps: no name, no address of a person. */
export function reportOf(checkup: Checkup, tried: Tried): string {
  const steps = stepNames.map((name) => [t(`trial.step_${name}`), stepWords(checkup.steps[name])])
  const size = tried.pictureSize
  const loudest = `${Math.round(tried.loudest * 100)} %`
  const heard = tried.heard === null ? 'untried' : tried.heard ? 'works' : 'silent'
  const rows = [
    [t('trial.when'), new Date().toISOString()],
    [t('trial.page'), location.origin],
    [t('trial.browser'), navigator.userAgent],
    [t('trial.webrtc'), t('RTCPeerConnection' in globalThis ? 'trial.yes' : 'trial.no')],
    [t('trial.secure'), t(isSecureContext ? 'trial.yes' : 'trial.no')],
    ...steps,
    ...(['udp', 'tcp'] as const).map((protocol) => [
      t('trial.expected', { protocol: protocol.toUpperCase() }),
      checkup.addresses(protocol).join(', ') || '–',
    ]),
    [t('classroom.camera'), t(`trial.found_${tried.camera}`) + (size === null ? '' : `, ${size}`)],
    [t('classroom.microphone'), `${t(`trial.found_${tried.microphone}`)}, ${loudest}`],
    [t('classroom.loudspeaker'), t(`trial.found_${heard}`)],
    [t('trial.result'), t(`trial.verdict_${checkup.verdict}`)],
  ]
  return rows.map((row) => row.join(': ')).join('\n')
}
