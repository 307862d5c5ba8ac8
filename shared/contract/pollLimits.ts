// The kinds of polls and how large they may be. Apart from the schemas, so that clients need none of them.

export const pollKinds = ['single', 'multiple', 'trueFalse', 'scale', 'text'] as const
/** Who sees the result: all while it is open, all once staff shows it, or staff alone. */
export const resultModes = ['live', 'reveal', 'never'] as const

export const pollLimits = {
  question: 500,
  option: 200,
  options: 12,
  answer: 280,
  label: 60,
  seconds: { min: 5, max: 3600 },
  /** Open at once, drafts at once, prepared on one lesson. */
  open: 3,
  drafts: 30,
  prepared: 100,
  /** Different texts that a tally lists, the most frequent first. */
  texts: 100,
} as const
