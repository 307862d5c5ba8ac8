import type { home as source } from '../en/home.ts'
import type { Translation } from '../message.ts'

export const home: Translation<typeof source> = {}
