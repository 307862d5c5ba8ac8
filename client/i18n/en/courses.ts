import type { Area } from '../message.ts'

export const courses = {} as const satisfies Area
