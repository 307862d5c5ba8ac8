// Under whom and which key a command's facts lie in the store, and how they are found again: under its
// actor, or, when they are anonymous, under nobody and a key that leads back to nobody.
import { createHash } from 'node:crypto'
import type { Draft, Envelope } from '../../shared/log.ts'
import type { CommandKey } from './store.ts'

export type Author = Pick<CommandKey, 'actor' | 'key'>

/**
 * A command's key is a UUID of its sender's making that nobody keeps, so the hash can be made again by
 * the sender's retry and by nobody else.
 */
function nobody({ actor, key }: Envelope<unknown>): Author {
  const hash = createHash('sha256')
    .update(JSON.stringify([actor, key]))
    .digest('base64url')
  return { actor: null, key: hash }
}

/** All facts of a command have one author: beside a named one, an anonymous one would be named too. */
export function authorOf(envelope: Envelope<unknown>, drafts: readonly Draft[]): Author {
  if (!drafts.some(({ anonymous }) => anonymous === true)) return envelope
  const named = drafts.find(
    ({ visibleTo }) => typeof visibleTo !== 'string' && visibleTo.some((who) => who !== 'staff'),
  )
  if (named !== undefined) throw new Error(`${named.type} is anonymous and names its readers`)
  return nobody(envelope)
}

/** Where the facts of a command may be. */
export function authorsOf(envelope: Envelope<unknown>): readonly Author[] {
  return [envelope, nobody(envelope)]
}
