// What of questions is limited; apart from the contract, so that the page can say it without the schemas.

export const questionLimits = {
  /** Characters as a person counts them. */
  text: 500,
  answer: 1000,
  /** Questions that wait for an answer or approval, in a class and of one person. */
  open: 200,
  own: 10,
} as const
