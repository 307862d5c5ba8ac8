// Judges what clients recorded against the log: nothing acknowledged is missing, nothing is doubled,
// everybody was told the same in the same order. It knows no server, no socket and no fault.
import type { Fact, Position } from '../../shared/log.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { Heard } from '../wire/pupil.ts'
import { comparable, expectedRoom, visibleFacts, type LoggedFact } from '../wire/truth.ts'
import type { RoomState } from '../../shared/room/state.ts'

/** A command that a client gave, and what it was told became of it. */
export interface Sent {
  readonly key: string
  /** A text that no other command has; null for what is no message. */
  readonly text: string | null
  /** The facts it was told of; null when it never heard an answer, or was refused. */
  readonly acknowledged: readonly { readonly seq: number; readonly id: string }[] | null
}

/** One client's history. */
export interface Recording {
  readonly name: string
  readonly actor: string
  readonly sent: readonly Sent[]
  readonly heard: readonly Heard[]
  readonly viewer: Viewer
  readonly have: Position
  readonly room: RoomState
}

/** What is wrong, one sentence each; empty when all is well. */
export function check(log: readonly LoggedFact[], recordings: readonly Recording[]): string[] {
  return [
    ...checkLog(log),
    ...checkOrigins(log, recordings),
    ...recordings.flatMap((recording) => [
      ...checkSent(log, recording),
      ...checkHeard(log, recording),
      ...checkEnd(log, recording),
    ]),
  ]
}

const textOf = ({ type, body }: Fact): string | null =>
  type === 'chat.said' && 'text' in body && typeof body.text === 'string' ? body.text : null

function checkLog(log: readonly LoggedFact[]): string[] {
  const wrong: string[] = []
  log.forEach(({ seq, at }, index) => {
    if (seq !== index + 1) wrong.push(`the log has ${seq} where ${index + 1} belongs`)
    if (at < (log[index - 1]?.at ?? 0)) wrong.push(`time runs backwards at ${seq}`)
  })
  if (new Set(log.map(({ id }) => id)).size < log.length) wrong.push('two facts have one id')
  return wrong
}

/** Every message was sent by somebody, and is there once. */
function checkOrigins(log: readonly LoggedFact[], recordings: readonly Recording[]): string[] {
  const sent = new Map(recordings.flatMap((one) => one.sent.map(({ text, key }) => [text, key])))
  sent.delete(null)
  const seen = new Map<string, number>()
  return log.flatMap((fact) => {
    const text = textOf(fact)
    if (text === null) return []
    const earlier = seen.get(text)
    seen.set(text, fact.seq)
    if (earlier !== undefined) return [`“${text}” is doubled: ${earlier} and ${fact.seq}`]
    return sent.get(text) === fact.key ? [] : [`nobody sent “${text}” with that key (${fact.seq})`]
  })
}

function checkSent(log: readonly LoggedFact[], { name, sent, actor }: Recording): string[] {
  const own = Map.groupBy(
    log.filter((fact) => fact.actor === actor),
    ({ key }) => key,
  )
  let last = 0
  return sent.flatMap(({ key, text, acknowledged }) => {
    const there = own.get(key) ?? []
    const what = text === null ? `command ${key}` : `“${text}”`
    const seqs = there.map(({ seq }) => seq)
    const wrong: string[] = []
    for (const { seq, id } of acknowledged ?? [])
      if (!there.some((fact) => fact.seq === seq && fact.id === id))
        wrong.push(`${name} was told that ${what} is ${seq}, and it is not`)
    if (acknowledged !== null && acknowledged.length !== there.length)
      wrong.push(`${name} was told of ${acknowledged.length} facts of ${what}: ${seqs.join()}`)
    if (text !== null && acknowledged !== null && !holds(there[0], text))
      wrong.push(`${name} said ${what}, and ${seqs.join()} holds something else`)
    const first = seqs[0]
    if (first !== undefined && first < last)
      wrong.push(`${name}: ${what} went before an earlier one`)
    last = Math.max(last, first ?? 0)
    return wrong
  })
}

/** Nothing can be said of a message that is missing, which is told apart, or was deleted since. */
function holds(fact: LoggedFact | undefined, text: string): boolean {
  return fact === undefined || fact.redacted === true || textOf(fact) === text
}

/** Between two replacements of the state, a client hears facts in order, each once, as they are. */
function checkHeard(log: readonly LoggedFact[], { name, heard }: Recording): string[] {
  const byNumber = new Map(log.map((fact) => [fact.seq, fact]))
  let last = 0
  return heard.flatMap((one) => {
    if (one.kind === 'reset') {
      last = one.seq
      return []
    }
    return one.facts.flatMap((fact) => {
      const inOrder = fact.seq > last
      last = Math.max(last, fact.seq)
      if (!inOrder) return [`${name} heard ${fact.seq} after ${last}`]
      const real = byNumber.get(fact.seq)
      if (real === undefined) return [`${name} heard ${fact.seq}, which the log does not have`]
      return real.id === fact.id && textsAgree(fact, real)
        ? []
        : [`${name} heard another ${fact.seq} than the log has`]
    })
  })
}

/** A text may be redacted since it was heard. */
function textsAgree(heard: Fact, real: Fact): boolean {
  return real.redacted === true || textOf(heard) === textOf(real)
}

/** At the end everybody has everything they may see, and shows what follows from it. */
function checkEnd(log: readonly LoggedFact[], recording: Recording): string[] {
  const { name, heard, viewer, have, room } = recording
  const top = log.at(-1)
  const wrong: string[] = []
  if (have.seq !== (top?.seq ?? 0) || have.id !== (top?.id ?? null))
    wrong.push(`${name} stopped at ${have.seq} of ${top?.seq ?? 0}`)
  const start = heard.findLastIndex(({ kind }) => kind === 'reset')
  const reset = heard[start]
  const from = reset?.kind === 'reset' ? reset.seq : 0
  const got = new Set(
    heard
      .slice(start + 1)
      .flatMap((one) => (one.kind === 'facts' ? one.facts : []))
      .map(({ seq }) => seq),
  )
  for (const { seq } of visibleFacts(log, viewer))
    if (seq > from && seq <= have.seq && !got.has(seq)) wrong.push(`${name} never heard ${seq}`)
  if (comparable(room) !== comparable(expectedRoom(log, viewer)))
    wrong.push(`${name} shows another room than the log tells`)
  return wrong
}
