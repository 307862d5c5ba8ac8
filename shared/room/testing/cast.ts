// The five people of random lives and the ids of tests. No rules in here.
import type { Id } from '../../ids.ts'

export function testId<Kind extends string>(n: number): Id<Kind> {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Id<Kind>
}

export const cast = [1, 2, 3, 4, 5].map((n) => testId<'participant'>(n))
