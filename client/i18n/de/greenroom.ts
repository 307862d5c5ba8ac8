import type { greenroom as source } from '../en/greenroom.ts'
import type { Translation } from '../message.ts'

export const greenroom: Translation<typeof source> = {}
