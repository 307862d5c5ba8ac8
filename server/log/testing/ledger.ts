// Small rules with everything that can go wrong in a log: commands that refuse, that change nothing, that
// make several facts, and that redact. For the tests of the mechanism; no part of Lyceum uses them.
import { refuse } from '../../../shared/errors.ts'
import type { Decision, Draft, Fact, Rules, Visibility } from '../../../shared/log.ts'

export interface LedgerState {
  /** Who holds the token, if anybody. */
  readonly holder: string | null
  /** Texts by the number of their fact; null where redacted. */
  readonly texts: ReadonlyMap<number, string | null>
  /** A digest of all facts in their order, but for what redaction may change. */
  readonly digest: string
}

export type LedgerCommand =
  | { readonly name: 'say'; readonly text: string }
  | { readonly name: 'sayTwice'; readonly text: string }
  /** An anonymous fact, and one that follows from it. */
  | { readonly name: 'whisper'; readonly text: string; readonly to?: Visibility }
  | { readonly name: 'erase'; readonly target: number }
  | { readonly name: 'take' }
  | { readonly name: 'drop' }
  | { readonly name: 'throw' }
  /** Changes nothing. */
  | { readonly name: 'look' }
  /** A fact that no rules read. */
  | { readonly name: 'future' }

function draft(type: string, body: object, redacts: readonly number[] = []): Draft {
  return { type, version: 1, visibleTo: 'all', body, redacts }
}

function decide(
  state: LedgerState,
  command: LedgerCommand,
  { actor }: { readonly actor: string },
): Decision {
  switch (command.name) {
    case 'say':
      return [draft('said', { text: command.text })]
    case 'sayTwice':
      return [draft('said', { text: command.text }), draft('said', { text: command.text })]
    case 'whisper': {
      const { text, to = 'all' } = command
      return [{ ...draft('said', { text }), anonymous: true, visibleTo: to }, draft('dropped', {})]
    }
    case 'erase':
      if (!state.texts.has(command.target)) return refuse('missing')
      return [draft('erased', { target: command.target }, [command.target])]
    case 'take':
      return state.holder === null ? [draft('taken', { by: actor })] : refuse('conflict')
    case 'drop':
      return state.holder === actor ? [draft('dropped', {})] : refuse('forbidden')
    case 'throw':
      throw new Error('thrown by a rule')
    case 'look':
      return []
    case 'future':
      return [{ ...draft('said', { text: '?' }), version: 99 }]
  }
}

function evolve(state: LedgerState, fact: Fact): LedgerState {
  const { type, seq, id, at } = fact
  const next = { ...state, digest: digestOf(state.digest, `${seq} ${id} ${at} ${type}`) }
  const body = fact.body as { text?: string | null; target?: number; by?: string }
  switch (type) {
    case 'said':
      return { ...next, texts: new Map(state.texts).set(seq, body.text ?? null) }
    case 'erased':
      return { ...next, texts: new Map(state.texts).set(body.target ?? 0, null) }
    case 'taken':
      return { ...next, holder: body.by ?? null }
    case 'dropped':
      return { ...next, holder: null }
    default:
      return next
  }
}

function digestOf(before: string, text: string): string {
  let hash = 0
  for (const character of before + text) {
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0
  }
  return hash.toString(16)
}

export const ledgerRules: Rules<LedgerState, LedgerCommand> = {
  version: 1,
  initial: { holder: null, texts: new Map(), digest: '' },
  decide,
  evolve,
  encode: ({ texts, ...rest }) => ({ ...rest, texts: [...texts] }),
  decode: (json) => {
    const { texts, ...rest } = json as { holder: string | null; digest: string; texts: [] }
    return { ...rest, texts: new Map<number, string | null>(texts) }
  },
  reads: (type, version) => version === 1 && /^(said|erased|taken|dropped)$/.test(type),
  redact: (fact) => ({ ...fact, body: { ...fact.body, text: null } }),
}
