// How the parts of a course stand: lessons in modules, neighbours, and what their menus offer.
import type { OutputOf } from '../../../shared/contract/http/routes.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

type CourseAnswer = OutputOf<'courses.get'>
export type Module = CourseAnswer['modules'][number]
export type Lesson = CourseAnswer['lessons'][number]
export type ClassOf = CourseAnswer['classes'][number]
export type Member = OutputOf<'members.list'>['members'][number]
export type Visibility = Lesson['visibility']

export interface Group {
  /** Null holds what stands before the first module. */
  readonly module: Module | null
  readonly lessons: readonly Lesson[]
}

interface Placed {
  readonly position: number
}

const inOrder = (one: Placed, other: Placed): number => one.position - other.position

export function groupsOf(modules: readonly Module[], lessons: readonly Lesson[]): readonly Group[] {
  const of = (module: Module | null): Group => ({
    module,
    lessons: lessons.filter((lesson) => lesson.module === (module?.id ?? null)).toSorted(inOrder),
  })
  return [of(null), ...modules.toSorted(inOrder).map(of)]
}

/** The positions one step up and down; undefined at the ends. */
export function stepsOf<T extends Placed>(
  siblings: readonly T[],
  item: T,
): { readonly up: number | undefined; readonly down: number | undefined } {
  const index = siblings.indexOf(item)
  return {
    up: index > 0 ? siblings[index - 1]?.position : undefined,
    down: siblings[index + 1]?.position,
  }
}

export function visibilityItems(
  now: Visibility,
  choose: (next: Visibility) => void,
): readonly MenuItem[] {
  const item = (label: string, next: Visibility, apart = false): MenuItem => ({
    label,
    apart,
    run: () => choose(next),
  })
  if (now === 'archived') return [item(t('courses.restore'), 'visible')]
  const toggle =
    now === 'visible' ? item(t('courses.hide'), 'hidden') : item(t('courses.show'), 'visible')
  return [toggle, item(t('courses.archive'), 'archived', true)]
}

export function wordsOfVisibility(title: string, visibility: Visibility): string {
  switch (visibility) {
    case 'visible':
      return t('courses.isShown', { title })
    case 'hidden':
      return t('courses.isHidden', { title })
    case 'archived':
      return t('courses.isArchived', { title })
  }
}
