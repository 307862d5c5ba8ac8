import type { lesson as source } from '../en/lesson.ts'
import type { Translation } from '../message.ts'

export const lesson: Translation<typeof source> = {}
