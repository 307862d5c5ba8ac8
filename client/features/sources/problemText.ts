// The words for each thing that can be wrong with a device: what it is, and what to do about it.
import './problemTexts.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { DeviceKind } from '../../media/capture.ts'
import type { Problem } from '../../media/problems.ts'

export interface ProblemText {
  readonly title: string
  readonly text: string
}

export function problemText(kind: DeviceKind, problem: Problem): ProblemText {
  const camera = kind !== 'microphone'
  switch (problem) {
    case 'insecure':
      return { title: t('trouble.insecureTitle'), text: t('trouble.insecureText') }
    case 'refused':
      return {
        title: camera ? t('trouble.cameraRefused') : t('trouble.microphoneRefused'),
        text: t('trouble.refusedText'),
      }
    case 'missing':
      return {
        title: camera ? t('trouble.cameraMissing') : t('trouble.microphoneMissing'),
        text: t('trouble.missingText'),
      }
    case 'busy':
      return {
        title: camera ? t('trouble.cameraBusy') : t('trouble.microphoneBusy'),
        text: t('trouble.busyText'),
      }
    case 'unplugged':
      return {
        title: camera ? t('trouble.cameraUnplugged') : t('trouble.microphoneUnplugged'),
        text: t('trouble.unpluggedText'),
      }
    case 'bare':
      return { title: t('trouble.cameraBare'), text: t('trouble.bareText') }
    case 'failed':
      return {
        title: camera ? t('trouble.cameraFailed') : t('trouble.microphoneFailed'),
        text: t('trouble.failedText'),
      }
  }
}
