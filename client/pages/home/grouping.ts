// The courses one sees, by program. Pure.
import type { OutputOf } from '../../../shared/contract/http/routes.ts'

type Catalogue = OutputOf<'catalogue.list'>
export type Program = Catalogue['programs'][number]
export type Course = Catalogue['courses'][number]

export interface ProgramGroup {
  readonly program: Program
  readonly courses: readonly Course[]
}

export interface Grouped {
  readonly programs: readonly Program[]
  /** An empty program is there only for whoever may fill it. */
  readonly groups: readonly ProgramGroup[]
  /** In no program, or in one that is not shown. */
  readonly loose: readonly Course[]
}

export function groupByProgram({ programs, courses }: Catalogue): Grouped {
  const known = new Set(programs.map(({ id }) => id))
  const groups = programs
    .map((program) => ({ program, courses: courses.filter((one) => one.program === program.id) }))
    .filter((group) => group.courses.length > 0 || group.program.mayEdit)
  const loose = courses.filter(({ program }) => program === null || !known.has(program))
  return { programs, groups, loose }
}
