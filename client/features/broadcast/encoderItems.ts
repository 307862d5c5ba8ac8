// Streaming from an encoder, in the “Teach” menu; and the dialog behind it.
import RadioTower from '@lucide/svelte/icons/radio-tower'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'
import { fetchEncoderTexts } from './texts.ts'

export function encoderItems({ broadcast }: Classroom): MenuItem[] {
  if (!broadcast.manages) return []
  const isOn = broadcast.slice.current !== null
  return [
    {
      label: t('broadcast.encoder'),
      ...(isOn ? { hint: t('broadcast.encoderOn') } : {}),
      icon: RadioTower,
      staff: true,
      run: () => (broadcast.shown = true),
    },
  ]
}

export async function fetchEncoderDialog() {
  const [dialog] = await Promise.all([import('./EncoderDialog.svelte'), fetchEncoderTexts()])
  return dialog.default
}
