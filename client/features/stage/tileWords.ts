// A tile in words: its note, which says what is wrong with the picture, and all of it for those who do not see it.
import { t } from '../../i18n/i18n.svelte.ts'
import type { Tile } from './arrange.ts'
import type { Shown } from './movingPicture.svelte.ts'

interface PictureState {
  readonly kind: Tile['kind']
  readonly me: boolean
  /** One's own link has no room for it. */
  readonly starved: boolean
  /** Whoever is seen is connected badly. */
  readonly weak: boolean
  /** It should come. */
  readonly awaited: boolean
  readonly shown: Shown
  /** All that comes is being restored. */
  readonly restoring: boolean
}

/** Why there is no picture, or why it may break off, and whose connection it is; null while all is well. */
export function tileNote(picture: PictureState): string | null {
  const { kind, me, starved, weak, awaited, shown } = picture
  if (starved) return t('stage.pictureWaits')
  if (awaited && shown !== 'now') {
    const back = picture.restoring || shown === 'before'
    if (kind === 'screen') return t(back ? 'stage.screenRestored' : 'stage.screenComes')
    return t(back ? 'stage.pictureRestored' : 'stage.pictureComes')
  }
  return weak ? t(me ? 'stage.weakOwn' : 'stage.weakTheirs') : null
}

interface TileState {
  /** What stands on the tile. */
  readonly title: string
  readonly shared: boolean
  readonly gone: boolean
  readonly silent: boolean
  readonly speaks: boolean
  readonly hand: number | null
  readonly note: string | null
}

export function tileWords({ title, shared, gone, silent, speaks, hand, note }: TileState): string {
  const last = note === null ? [] : [note]
  if (shared) return [title, ...last].join(', ')
  const words = [title]
  if (gone) words.push(t('away.word'))
  if (silent) words.push(t('classroom.isMuted'))
  if (speaks) words.push(t('classroom.isSpeaking'))
  if (hand !== null) words.push(t('classroom.handPlace', { place: hand }))
  return [...words, ...last].join(', ')
}
