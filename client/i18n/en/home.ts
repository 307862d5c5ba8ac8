import type { Area } from '../message.ts'

export const home = {} as const satisfies Area
