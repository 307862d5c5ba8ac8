import { expect, test } from 'vitest'
import { newId, type CourseId, type LessonId, type ModuleId } from '../../../shared/ids.ts'
import { groupsOf, stepsOf, type Lesson, type Module } from './placing.ts'

const course: CourseId = newId()
const visibility = 'visible' as const

const module = (title: string, position: number): Module => {
  const id: ModuleId = newId()
  return { id, title, position, visibility, course }
}
const lesson = (title: string, position: number, inside: ModuleId | null): Lesson => {
  const id: LessonId = newId()
  return { id, title, position, visibility, course, module: inside }
}

test('lessons stand in their modules, in order, the loose ones first', () => {
  const [b, a] = [module('b', 1), module('a', 0)]
  const lessons = [lesson('2', 1, a.id), lesson('x', 0, null), lesson('1', 0, a.id)]
  const groups = groupsOf([b, a], lessons)
  const shape = groups.map((group) => [
    group.module?.title ?? null,
    group.lessons.map((l) => l.title),
  ])
  expect(shape).toEqual([
    [null, ['x']],
    ['a', ['1', '2']],
    ['b', []],
  ])
})

test('a step goes to the place of the neighbour, and there is none at the ends', () => {
  const list = [{ position: 0 }, { position: 3 }, { position: 4 }] as const
  expect(stepsOf(list, list[0])).toEqual({ up: undefined, down: 3 })
  expect(stepsOf(list, list[1])).toEqual({ up: 0, down: 4 })
  expect(stepsOf(list, list[2])).toEqual({ up: 3, down: undefined })
})
