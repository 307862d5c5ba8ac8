import type { Area } from '../message.ts'

export const admin = {} as const satisfies Area
