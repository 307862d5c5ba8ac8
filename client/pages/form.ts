// What several forms share: the fields of an account, where to go after signing in, and how long a password must be.

export interface NewAccount {
  readonly name: string
  readonly login: string
  readonly password: string
}

export const passwordMinimum = 10

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How many characters, as a person counts them, a password still lacks. */
export function missingCharacters(password: string): number {
  const length = [...segmenter.segment(password)].length
  return Math.max(0, passwordMinimum - length)
}

/** Only a path of this site: a link from elsewhere must not lead away after signing in. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return '/'
  try {
    const url = new URL(next, 'http://here.invalid')
    return url.host === 'here.invalid' ? url.pathname + url.search + url.hash : '/'
  } catch {
    return '/'
  }
}
