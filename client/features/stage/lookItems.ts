// How one looks at the stage, as items of the “More” menu: all faces, the speaker, fewer data.
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'
import type { Stage } from './stage.svelte.ts'

export const lookItems = (stage: Stage): MenuItem[] => [
  {
    label: t('classroom.viewGrid'),
    apart: true,
    checked: stage.elsewhere?.kind === 'grid',
    run: () => {
      stage.toggleGallery()
    },
  },
  {
    label: t('classroom.followSpeaker'),
    checked: stage.following,
    run: () => {
      stage.follow(!stage.following)
    },
  },
  {
    label: t('stage.saveData'),
    hint: t('stage.saveDataHint'),
    apart: true,
    checked: stage.saving.mode === 'small',
    run: () => {
      stage.saving.toggle('small')
    },
  },
  {
    label: t('stage.soundOnly'),
    checked: stage.saving.mode === 'sound',
    run: () => {
      stage.saving.toggle('sound')
    },
  },
]
