import type { courses as source } from '../en/courses.ts'
import type { Translation } from '../message.ts'

export const courses: Translation<typeof source> = {}
