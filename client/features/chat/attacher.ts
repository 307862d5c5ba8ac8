// Adds files to one's next message in the open conversation, and says when there are too many.
import { fileLimits } from '../../../shared/contract/fileLimits.ts'
import '../files/texts.ts'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { Notices } from '../../ui/notices.svelte.ts'

export function attacher(
  { chat }: Pick<Classroom, 'chat'>,
  notices: Notices,
): (files: readonly File[]) => void {
  return (files) => {
    const count = chat.uploads?.add(files) ?? 0
    if (count > 0) notices.fail(t('files.tooMany', { count, most: fileLimits.perMessage }))
  }
}
