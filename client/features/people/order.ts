// The order of the people list: by role, then by name, so that nothing jumps when somebody speaks or
// comes back. Pure.
import type { Role } from '../../../shared/roles.ts'
import { presence, type Person } from '../../../shared/room/people.ts'

const rank: Readonly<Record<Role, number>> = {
  instructor: 0,
  moderator: 1,
  student: 2,
  guest: 2,
  observer: 3,
}

/** Whose connection is lost comes last. */
const gone = (person: Person): number => (presence(person) === 'here' ? 0 : 1)

export function inOrder(people: readonly Person[]): Person[] {
  return [...people].sort(
    (one, other) =>
      gone(one) - gone(other) ||
      rank[one.role] - rank[other.role] ||
      (one.name ?? '').localeCompare(other.name ?? '') ||
      one.participant.localeCompare(other.participant),
  )
}

/** Case and accents do not matter. */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

export function matches(person: Person, search: string): boolean {
  return plain(person.name ?? '').includes(plain(search.trim()))
}
