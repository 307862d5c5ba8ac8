// What a poll's parts mean: which definitions and answers fit, how answers are counted, how an option
// is called. Pure, and known to server and client alike.
import { pollLimits } from '../contract/pollLimits.ts'
import type { PollDefinition } from '../contract/polls.ts'

export interface PollTally {
  /** By option. */
  readonly counts: readonly number[]
  /** How many people voted. */
  readonly voters: number
  /** Of text: equal answers together, the most frequent first. */
  readonly texts: readonly { readonly text: string; readonly count: number }[]
}

export interface Answer {
  readonly choices: readonly number[]
  readonly text: string | null
}

type Shape = Pick<PollDefinition, 'kind' | 'scale'> & {
  readonly options: readonly string[] | null
}

export function optionCount({ kind, options, scale }: Shape): number {
  if (kind === 'trueFalse') return 2
  if (kind === 'scale') return scale === null ? 0 : scale.to - scale.from + 1
  return kind === 'text' ? 0 : (options?.length ?? 0)
}

function isSet(choices: readonly number[], count: number): boolean {
  return new Set(choices).size === choices.length && choices.every((one) => one < count)
}

/** What does not fit together in a definition, in words; null when all does. */
export function flawOf(definition: PollDefinition): string | null {
  const { kind, options, scale, min, max, right, results } = definition
  const listed = kind === 'single' || kind === 'multiple'
  if (listed !== options.length > 0) return 'options: for single and multiple choice, at least two'
  if (listed && options.length < 2) return 'options: at least two'
  if (new Set(options).size < options.length) return 'options: each only once'
  if ((kind === 'scale') !== (scale !== null)) return 'scale: for the kind “scale” alone'
  const count = optionCount(definition)
  if (kind === 'multiple' ? min > max || max > count : min !== 1 || max !== 1)
    return 'min, max: between 1 and the number of options; 1 unless multiple choice'
  if (!isSet(right, count)) return 'right: each an option, once'
  if (kind !== 'multiple' && right.length > 1) return 'right: one at most'
  if (kind === 'text' && results === 'live') return 'results: texts are not shown unread'
  return null
}

/** Whether this is an answer to that question. */
export function fits(
  asked: Shape & Pick<PollDefinition, 'min' | 'max'>,
  { choices, text }: Answer,
): boolean {
  if (asked.kind === 'text') return text !== null && choices.length === 0
  const { length } = choices
  return (
    text === null &&
    isSet(choices, optionCount(asked)) &&
    length >= asked.min &&
    length <= asked.max
  )
}

export function sameAnswer(one: Answer, other: Answer): boolean {
  return one.text === other.text && one.choices.join() === other.choices.join()
}

const alike = (text: string): string => text.toLocaleLowerCase('en').replace(/\s+/gu, ' ').trim()

function grouped(texts: readonly string[]): PollTally['texts'] {
  const groups = new Map<string, { text: string; count: number }>()
  for (const text of texts) {
    const group = groups.get(alike(text))
    if (group === undefined) groups.set(alike(text), { text, count: 1 })
    else group.count += 1
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, pollLimits.texts)
}

export function tallyOf(asked: Shape, answers: Iterable<Answer>): PollTally {
  const counts = Array.from({ length: optionCount(asked) }, () => 0)
  const texts: string[] = []
  let voters = 0
  for (const { choices, text } of answers) {
    voters += 1
    for (const choice of choices) counts[choice] = (counts[choice] ?? 0) + 1
    if (text !== null) texts.push(text)
  }
  return { counts, voters, texts: grouped(texts) }
}
