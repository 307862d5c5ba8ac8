/** Why a change to a layer is not taken; clients branch on the code, people read the words. */
export interface Problem {
  readonly code: 'malformed' | 'gap' | 'forged' | 'schema' | 'rights' | 'locked' | 'full' | 'rate'
  readonly words: string
}

export function problem(code: Problem['code'], words: string): Problem {
  return { code, words }
}

/** Of changes, in bytes or in entries. */
export const tooMuch = problem('rate', 'This is more at once than anybody draws; wait a moment.')
