import type { Area } from '../message.ts'

export const lesson = {} as const satisfies Area
