import type { admin as source } from '../en/admin.ts'
import type { Translation } from '../message.ts'

export const admin: Translation<typeof source> = {}
