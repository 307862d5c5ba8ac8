// Reactions and the gauge in words.
import { paces, type Emoji, type Pace } from '../../../shared/contract/reactionLimits.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { byCount } from './floats.ts'

const names = {
  '👍': 'reactions.thumbsUp',
  '👏': 'reactions.applause',
  '❤️': 'reactions.heart',
  '😂': 'reactions.laughter',
  '😮': 'reactions.wonder',
  '🎉': 'reactions.party',
} as const satisfies Record<Emoji, string>

export function emojiName(emoji: Emoji): string {
  return t(names[emoji])
}

/** “12 reactions: applause 9, heart 3”. */
export function countWords(counts: Readonly<Partial<Record<Emoji, number>>>): string {
  const all = byCount(counts)
  const total = all.reduce((sum, { count }) => sum + count, 0)
  const which =
    all.length === 1
      ? all.map(({ emoji }) => emojiName(emoji))
      : all.map(({ emoji, count }) => `${emojiName(emoji)} ${count}`)
  return t('reactions.heard', { count: total, which: which.join(', ') })
}

/** As staff see it. */
export function paceName(pace: Pace): string {
  return pace === 'lost' ? t('reactions.isLost') : t(`reactions.say_${pace}`)
}

/** “Slower 3, Lost 1”. */
export function paceWords(gauge: Readonly<Record<Pace, number>>): string {
  const said = paces.filter((pace) => gauge[pace] > 0)
  return said.map((pace) => `${paceName(pace)} ${gauge[pace]}`).join(', ')
}
