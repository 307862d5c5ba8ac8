// The five people of random lives and the ids of tests. No rules in here.
import type { Id, SessionId } from '../../ids.ts'

export function testId<Kind extends string>(n: number): Id<Kind> {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Id<Kind>
}

/** The n-th stay of the person with this number: a stay is one person's. */
export function stayOf(person: number, n: number): SessionId {
  return testId(30_000 + 10 * person + n)
}

export const cast = [1, 2, 3, 4, 5].map((n) => testId<'participant'>(n))
