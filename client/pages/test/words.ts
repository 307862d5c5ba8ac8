// Outcomes of the trials in words: for the page, and for the report one copies.
import { t } from '../../i18n/i18n.svelte.ts'
import {
  protocols,
  stepNames,
  type Checkup,
  type NodeReach,
  type StepState,
} from './checkup.svelte.ts'
import type { Tried } from './tried.svelte.ts'

export function stepWords(state: StepState): string {
  switch (state.kind) {
    case 'good':
      return t('trial.took', { ms: state.ms })
    case 'some':
      return t('trial.someOf', { reached: state.reached, of: state.of })
    case 'running':
      return state.of > 1
        ? t('trial.triedOf', { tried: state.tried, of: state.of })
        : t('trial.state_running')
    default:
      return t(`trial.state_${state.kind}`)
  }
}

/** Each way to a media node: where it is expected, and how it went. */
export const nodeWords = ({ addresses, by }: NodeReach): string[] =>
  protocols.map((protocol) => {
    const ms = by[protocol]
    const where = `${protocol.toUpperCase()} ${addresses[protocol].join(', ')}`
    if (ms === undefined) return `${where}: ${t('trial.state_running')}`
    return `${where}: ${ms === null ? t('trial.state_bad') : t('trial.took', { ms })}`
  })

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
    ...checkup.nodes.map((node, n) => [
      t('trial.node', { number: n + 1 }),
      nodeWords(node).join('; '),
    ]),
    [t('classroom.camera'), t(`trial.found_${tried.camera}`) + (size === null ? '' : `, ${size}`)],
    [t('classroom.microphone'), `${t(`trial.found_${tried.microphone}`)}, ${loudest}`],
    [t('classroom.loudspeaker'), t(`trial.found_${heard}`)],
    [t('trial.result'), t(`trial.verdict_${checkup.verdict}`)],
  ]
  return rows.map((row) => row.join(': ')).join('\n')
}
