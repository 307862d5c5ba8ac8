// The words for each thing that can be wrong with a device: what it is, and what to do about it.
import { t } from '../i18n/i18n.svelte.ts'
import type { DeviceKind } from '../media/capture.ts'
import type { Problem } from '../media/problems.ts'

export interface ProblemText {
  readonly title: string
  readonly text: string
}

export function problemText(kind: DeviceKind, problem: Problem): ProblemText {
  const camera = kind !== 'microphone'
  switch (problem) {
    case 'insecure':
      return { title: t('greenroom.insecureTitle'), text: t('greenroom.insecureText') }
    case 'refused':
      return {
        title: camera ? t('greenroom.cameraRefused') : t('greenroom.microphoneRefused'),
        text: t('greenroom.refusedText'),
      }
    case 'missing':
      return {
        title: camera ? t('greenroom.cameraMissing') : t('greenroom.microphoneMissing'),
        text: t('greenroom.missingText'),
      }
    case 'busy':
      return {
        title: camera ? t('greenroom.cameraBusy') : t('greenroom.microphoneBusy'),
        text: t('greenroom.busyText'),
      }
    case 'unplugged':
      return {
        title: camera ? t('greenroom.cameraUnplugged') : t('greenroom.microphoneUnplugged'),
        text: t('greenroom.unpluggedText'),
      }
    case 'bare':
      return { title: t('greenroom.cameraBare'), text: t('greenroom.bareText') }
    case 'failed':
      return {
        title: camera ? t('greenroom.cameraFailed') : t('greenroom.microphoneFailed'),
        text: t('greenroom.failedText'),
      }
  }
}
