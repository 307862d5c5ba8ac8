// A tile in words, for those who do not see it.
import { t } from '../../i18n/i18n.svelte.ts'

interface TileState {
  /** What stands on the tile. */
  readonly title: string
  readonly shared: boolean
  readonly gone: boolean
  readonly silent: boolean
  readonly speaks: boolean
  readonly hand: number | null
  readonly weak: boolean
  /** One's own link has no room for it. */
  readonly starved: boolean
}

export function tileWords(tile: TileState): string {
  const { title, shared, gone, silent, speaks, hand, weak, starved } = tile
  const waits = starved ? [t('stage.pictureWaits')] : []
  if (shared) return [title, ...waits].join(', ')
  const words = [title]
  if (gone) words.push(t('away.word'))
  if (silent) words.push(t('classroom.isMuted'))
  if (speaks) words.push(t('classroom.isSpeaking'))
  if (hand !== null) words.push(t('classroom.handPlace', { place: hand }))
  if (weak) words.push(t('classroom.weakConnection'))
  return [...words, ...waits].join(', ')
}
