// What is wrong with a link, in plain words and with what to do; null where it is not the link's fault.
import type { ErrorCode } from '../../shared/errorCodes.ts'
import { t } from '../i18n/i18n.svelte.ts'

interface LinkWords {
  readonly title: string
  readonly text: string
}

export function linkWords(code: ErrorCode): LinkWords | null {
  switch (code) {
    case 'expired':
      return { title: t('ui.linkExpiredTitle'), text: t('ui.linkExpiredText') }
    case 'revoked':
      return { title: t('ui.linkRevokedTitle'), text: t('ui.linkRevokedText') }
    case 'wrongRoom':
      return { title: t('ui.linkWrongTitle'), text: t('ui.linkWrongText') }
    case 'tampered':
    case 'invalid':
      return { title: t('ui.linkDamagedTitle'), text: t('ui.linkDamagedText') }
    case 'unauthenticated':
    case 'forbidden':
      return { title: t('ui.linkNeededTitle'), text: t('ui.linkNeededText') }
    case 'missing':
      return { title: t('ui.linkMissingTitle'), text: t('ui.linkMissingText') }
    default:
      return null
  }
}
