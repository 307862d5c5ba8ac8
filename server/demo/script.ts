// What the demonstration class shows: its people, its title, and what was said before one comes.
import type { Role } from '../../shared/roles.ts'

export interface Figure {
  readonly name: string
  readonly role: Role
}

interface Line {
  readonly who: Figure
  readonly say?: string
  readonly raise?: true
}

export const teacher: Figure = { name: 'Hypatia of Alexandria', role: 'instructor' }
const emmy: Figure = { name: 'Emmy', role: 'student' }
const srinivasa: Figure = { name: 'Srinivasa', role: 'student' }
const sofia: Figure = { name: 'Sofia', role: 'student' }

const history: readonly Line[] = [
  { who: teacher, say: 'Good morning! Today: why the sum of the first n odd numbers is a square.' },
  { who: emmy, say: 'Good morning 👋' },
  { who: srinivasa, say: '1 = 1, 1 + 3 = 4, 1 + 3 + 5 = 9 …' },
  {
    who: teacher,
    say: 'Exactly. Draw it as an L around the square before:\nhttps://en.wikipedia.org/wiki/Square_number',
  },
  { who: sofia, say: 'Does it work for cubes too?' },
  { who: sofia, raise: true },
]

export const opening = {
  course: 'Lyceum, demonstrated',
  lesson: 'Odd numbers and squares',
  students: [emmy, srinivasa, sofia],
  history,
} as const
