// Who was in class and for how long, as rows: folded from the facts of coming, dropping and leaving.
import { evolveRoom, initialRoom, type RoomState } from '../../shared/room/state.ts'
import { isInside } from '../../shared/room/census.ts'
import { presence, type PeopleSlice, type Person } from '../../shared/room/people.ts'
import type { Fact } from '../../shared/log.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { RoomRecord } from '../catalogue/ports.ts'
import type { Row } from './formats.ts'
import { time } from './time.ts'

export const attendanceColumns = [
  'name',
  'role',
  'account',
  'firstCame',
  'lastSeen',
  'minutes',
  'stays',
]

interface Visit {
  first: number
  last: number
  /** ms in class, over all stays that have ended. */
  total: number
  stays: number
  /** When the stay that goes on began. */
  since: number | null
}

const inClass = (person: Person | undefined, state: RoomState): boolean =>
  person !== undefined &&
  isInside(person) &&
  presence(person) === 'here' &&
  state.class.phase === 'live'

/** Time counts while the class is live and somebody is in it with at least one device. */
export class Attendance {
  #state = initialRoom
  readonly #visits = new Map<ParticipantId, Visit>()

  hear(fact: Fact): void {
    const before = this.#state
    this.#state = evolveRoom(before, fact)
    const { people } = this.#state
    const all = before.class.phase !== this.#state.class.phase
    if (!all && before.people === people) return
    for (const person of people.values())
      if (all || before.people.get(person.participant) !== person) this.#look(person, fact.at)
  }

  /** Up to `now` for whoever is still here. */
  *rows(now: number, names: PeopleSlice): Generator<Row> {
    for (const [participant, visit] of this.#visits) {
      const { first, last, total, stays, since } = visit
      const person = names.get(participant) ?? this.#state.people.get(participant)
      const end = since === null ? last : now
      yield {
        name: person?.name ?? null,
        role: person?.role ?? null,
        account: person?.account ?? null,
        firstCame: time(first),
        lastSeen: time(end),
        minutes: Math.round((total + (since === null ? 0 : now - since)) / 6_000) / 10,
        stays,
      }
    }
  }

  #look(person: Person, at: number): void {
    const visit = this.#visits.get(person.participant)
    const here = inClass(person, this.#state)
    if (here === ((visit?.since ?? null) !== null)) return
    if (!here) {
      if (visit === undefined || visit.since === null) return
      visit.total += at - visit.since
      visit.last = at
      visit.since = null
    } else if (visit === undefined) {
      const fresh = { first: at, last: at, total: 0, stays: 1, since: at }
      this.#visits.set(person.participant, fresh)
    } else {
      visit.since = at
      visit.stays += 1
    }
  }
}

export async function* attendanceRows(record: RoomRecord, now: number): AsyncGenerator<Row> {
  const attendance = new Attendance()
  for await (const fact of record.facts()) attendance.hear(fact)
  yield* attendance.rows(now, record.state.people)
}
