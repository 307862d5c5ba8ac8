import type { classroom as source } from '../en/classroom.ts'
import type { Translation } from '../message.ts'

export const classroom: Translation<typeof source> = {}
