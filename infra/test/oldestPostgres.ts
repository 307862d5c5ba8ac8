// The oldest PostgreSQL that Lyceum's SQL runs on, where Debian puts it. Not every machine has it:
// then the tests of SQL run on the embedded one only, and `npm test` says so.
import { existsSync } from 'node:fs'

const folder = '/usr/lib/postgresql/15/bin'

export const oldestPostgres: string | null = existsSync(folder) ? folder : null
