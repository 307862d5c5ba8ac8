// A face for a name: its initials, and a colour that is the same for the same person everywhere.

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstLetter(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment.toLocaleUpperCase()
  return ''
}

/** Of the first and the last word; an emoji or a single letter is fine. */
export function initials(name: string): string {
  const words = name
    .split(/[\s\-–]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word))
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined) return '?'
  return words.length === 1 ? firstLetter(first) : firstLetter(first) + firstLetter(last)
}

/** Hues far enough apart to tell; none is the staff's amber or the danger's red. */
const hues = [155, 185, 215, 245, 275, 305, 330, 100] as const

/** FNV-1a: the same on every device. */
export function hueOf(key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0
  }
  return hues[hash % hues.length] ?? hues[0]
}
