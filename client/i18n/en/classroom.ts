// The class itself: stage, dock, panels.
import type { Area } from '../message.ts'

export const classroom = {} as const satisfies Area
