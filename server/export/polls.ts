// Results of polls as rows, one per answer: closed polls with their whole tally. Who voted what is not in it.
import type { Fact } from '../../shared/log.ts'
import type { RoomRecord } from '../catalogue/ports.ts'
import type { Row } from './formats.ts'
import { time } from './time.ts'

export const pollColumns = [
  'opened',
  'question',
  'kind',
  'anonymous',
  'voters',
  'answer',
  'votes',
  'right',
]

interface Opened {
  readonly poll: string
  readonly kind: string
  readonly question: string | null
  readonly options: readonly string[] | null
  readonly scale: { readonly from: number } | null
  readonly anonymous: boolean
}

interface Counted {
  readonly poll: string
  readonly counts: readonly number[]
  readonly voters: number
  readonly texts: readonly { readonly text: string; readonly count: number }[] | null
}

interface Poll {
  readonly at: number
  readonly opened: Opened
  counted: Counted | null
  right: readonly number[] | null
}

function answerOf({ kind, options, scale }: Opened, place: number): string {
  if (kind === 'trueFalse') return place === 0 ? 'true' : 'false'
  if (scale !== null) return String(scale.from + place)
  return options?.[place] ?? ''
}

function* rowsOf({ at, opened, counted, right }: Poll): Generator<Row> {
  const { question, kind, anonymous } = opened
  const head = { opened: time(at), question, kind, anonymous, voters: counted?.voters ?? null }
  if (counted === null) yield head
  for (const [place, votes] of (counted?.counts ?? []).entries())
    yield {
      ...head,
      answer: answerOf(opened, place),
      votes,
      right: right === null || right.length === 0 ? null : right.includes(place),
    }
  for (const { text, count } of counted?.texts ?? []) yield { ...head, answer: text, votes: count }
}

function hear(polls: Map<string, Poll>, { type, at, body }: Fact): void {
  const { poll } = body as { readonly poll: string }
  const known = polls.get(poll)
  if (type === 'polls.opened')
    polls.set(poll, { at, opened: body as Opened, counted: null, right: null })
  else if (known === undefined) return
  else if (type === 'polls.discarded') polls.delete(poll)
  else if (type === 'polls.keyed') known.right = (body as { right: readonly number[] }).right
  else if (type === 'polls.counted') known.counted = body as Counted
}

export async function* pollRows(record: RoomRecord): AsyncGenerator<Row> {
  const polls = new Map<string, Poll>()
  for await (const fact of record.facts()) if (fact.type.startsWith('polls.')) hear(polls, fact)
  for (const poll of polls.values()) yield* rowsOf(poll)
}
