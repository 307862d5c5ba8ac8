// Judges what clients recorded against the log: nothing acknowledged is missing, nothing is doubled,
// everybody was told the same in the same order, and nobody what they may not see. It knows no server, no
// socket and no fault.
import { authorsOf } from '../../server/log/authors.ts'
import type { Fact } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import type { ViewKind, Viewer } from '../../shared/room/viewer.ts'
import {
  asTold,
  canonical,
  comparable,
  expectedRoom,
  maySee,
  visibleFacts,
  type LoggedFact,
} from '../wire/truth.ts'
import { checkFiles } from './fileChecker.ts'
import { checkLog } from './logChecker.ts'
import type { Recording } from './recording.ts'
import { checkSignals } from './signalChecker.ts'

/** What is wrong, one sentence each; empty when all is well. */
export function check(log: readonly LoggedFact[], recordings: readonly Recording[]): string[] {
  const told = new Told(log)
  return [
    ...checkLog(log),
    ...checkOrigins(log, recordings),
    ...checkFiles(log, recordings),
    ...checkSignals(log, recordings),
    ...recordings.flatMap((recording) => [
      ...checkSent(log, recording),
      ...checkHeard(told, recording),
      ...checkFound(told, recording),
      ...(recording.over ? [] : checkEnd(log, recording)),
    ]),
  ]
}

const textOf = ({ type, body }: Fact): string | null =>
  type === 'chat.said' && 'text' in body && typeof body.text === 'string' ? body.text : null

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
  if (sent.length === 0) return []
  const own = Map.groupBy(
    log.filter((fact) => fact.actor === actor || fact.actor === null),
    ({ key }) => key,
  )
  let last = 0
  return sent.flatMap(({ key, text, acknowledged }) => {
    const there = authorsOf({ actor, key, command: null }).flatMap((one) => own.get(one.key) ?? [])
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

/** What each view may be told of each fact. Remembers what it compared: thousands hear the same. */
class Told {
  readonly #facts: ReadonlyMap<number, LoggedFact>
  readonly #judged = new Map<string, string | null>()

  constructor(log: readonly LoggedFact[]) {
    this.#facts = new Map(log.map((fact) => [fact.seq, fact]))
  }

  /** What is wrong with being told this, or null. */
  flaw(fact: Fact, viewer: Viewer): string | null {
    const real = this.#facts.get(fact.seq)
    if (real === undefined) return `${fact.seq}, which the log does not have`
    if (!maySee(viewer, real.visibleTo)) return `${fact.seq}, which they may not know`
    const name = `${viewer.kind} ${JSON.stringify(fact)}`
    const known = this.#judged.get(name)
    if (known !== undefined) return known
    const flaw = isTold(fact, real, viewer) ? null : `another ${fact.seq} than the log has`
    this.#judged.set(name, flaw)
    return flaw
  }
}

/** A text may be redacted since it was heard. */
function isTold(fact: Fact, real: LoggedFact, viewer: Viewer): boolean {
  if (fact.id !== real.id) return false
  if (real.redacted === true) return true
  return show([asTold(real)], viewer).some((shown) => canonical(shown) === canonical(fact))
}

/** Between two replacements of the state, a client hears facts in order, each once, as they are. */
function checkHeard(told: Told, { name, heard, viewer, actor }: Recording): string[] {
  let last = 0
  let kind: ViewKind = viewer.kind
  return heard.flatMap((one) => {
    if (one.kind === 'reset') {
      last = one.seq
      kind = one.view
      return []
    }
    return one.facts.flatMap((fact) => {
      const before = last
      last = Math.max(last, fact.seq)
      if (fact.seq <= before) return [`${name} heard ${fact.seq} after ${before}`]
      const flaw = told.flaw(fact, { participant: actor, kind })
      return flaw === null ? [] : [`${name} heard ${flaw}`]
    })
  })
}

function checkFound(told: Told, { name, found }: Recording): string[] {
  return found.flatMap(({ viewer, facts }) =>
    facts.flatMap((fact) => {
      const flaw = told.flaw(fact, viewer)
      return flaw === null ? [] : [`${name} found ${flaw}`]
    }),
  )
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
