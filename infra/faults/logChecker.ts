// Judges a room's log by itself: its numbers and times, whether everybody who acted was in class to act, and
// whether polls count each person once. Part of `checker.ts`.
import type { BodyOf } from '../../shared/contract/index.ts'
import type { Fact } from '../../shared/log.ts'
import { isInside } from '../../shared/room/census.ts'
import { presence } from '../../shared/room/people.ts'
import { evolveRoom, initialRoom } from '../../shared/room/state.ts'
import type { LoggedFact } from '../wire/truth.ts'

export function checkLog(log: readonly LoggedFact[]): string[] {
  return [...checkNumbers(log), ...checkStanding(log), ...checkPolls(log)]
}

function checkNumbers(log: readonly LoggedFact[]): string[] {
  const wrong: string[] = []
  log.forEach(({ seq, at }, index) => {
    if (seq !== index + 1) wrong.push(`the log has ${seq} where ${index + 1} belongs`)
    if (at < (log[index - 1]?.at ?? 0)) wrong.push(`time runs backwards at ${seq}`)
  })
  if (new Set(log.map(({ id }) => id)).size < log.length) wrong.push('two facts have one id')
  return wrong
}

/** Whoever is not inside can do nothing but wait, look, change their name and leave. */
function checkStanding(log: readonly LoggedFact[]): string[] {
  let room = initialRoom
  let last: string | null = null
  return log.flatMap((fact) => {
    const { seq, actor, key, type } = fact
    const person = actor === null || actor === 'system' ? undefined : room.people.get(actor)
    const first = key !== last
    last = key
    room = evolveRoom(room, fact)
    // What follows from a command stands under its actor too.
    if (!first || person === undefined || type.startsWith('people.')) return []
    if (presence(person) === 'left') return [`${type} (${seq}) is by somebody who had left`]
    return isInside(person) ? [] : [`${type} (${seq}) is by somebody who was not let in`]
  })
}

interface Ballot {
  readonly changes: boolean
  readonly votes: Map<string, readonly number[]>
  open: boolean
}

const bodyOf = <Type extends Parameters<typeof isOf>[1]>(fact: Fact, type: Type) =>
  isOf(fact, type) ? (fact.body as BodyOf<Type>) : null

function isOf(
  fact: Fact,
  type: 'polls.opened' | 'polls.voted' | 'polls.closed' | 'polls.reopened' | 'polls.counted',
): boolean {
  return fact.type === type
}

/** One vote per person, none too late, and every count is what was voted. */
function checkPolls(log: readonly LoggedFact[]): string[] {
  const ballots = new Map<string, Ballot>()
  return log.flatMap((fact) => {
    const opened = bodyOf(fact, 'polls.opened')
    if (opened !== null)
      ballots.set(opened.poll, { changes: opened.changes, votes: new Map(), open: true })
    const { poll = '' } = fact.body as { poll?: string }
    const ballot = ballots.get(poll)
    if (ballot === undefined) return []
    if (isOf(fact, 'polls.closed')) ballot.open = false
    if (isOf(fact, 'polls.reopened')) ballot.open = true
    const vote = bodyOf(fact, 'polls.voted')
    if (vote !== null) return cast(ballot, vote, fact.seq)
    const count = bodyOf(fact, 'polls.counted')
    return count === null ? [] : counted(ballot, count)
  })
}

function cast({ open, changes, votes }: Ballot, vote: BodyOf<'polls.voted'>, seq: number) {
  const voter = vote.voter ?? ''
  const again = votes.has(voter) && !changes
  votes.set(voter, vote.choices)
  return [
    ...(open ? [] : [`vote ${seq} came when its poll was closed`]),
    ...(again ? [`vote ${seq} is somebody’s second`] : []),
  ]
}

function counted({ votes }: Ballot, { poll, voters, counts }: BodyOf<'polls.counted'>): string[] {
  const chosen = [...votes.values()].flat()
  const right = counts.every(
    (count, option) => count === chosen.filter((one) => one === option).length,
  )
  if (voters === votes.size && right) return []
  return [`poll ${poll} counts ${voters} voters, ${counts.join()}: ${votes.size} voted`]
}
