// Characters as a person sees them, as the contract counts them too: an emoji family counts once.

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function countVisible(text: string): number {
  let count = 0
  for (const _ of segmenter.segment(text.trim())) count += 1
  return count
}
