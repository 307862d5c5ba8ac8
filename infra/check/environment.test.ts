import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from './steps.ts'

/** Passed between our own processes, or for tests; nobody sets them by hand. */
const internal = ['DEMO_MEDIA', 'SFU_CONFIRM_MS', 'LYCEUM_SUPERVISED', 'DROP_AFTER_MS']

const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const documented = [...read('.env.example').matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(
  ([, name]) => name,
)
const configs = [
  'server/config.ts',
  'sfu/config.ts',
  'recorder/config.ts',
  'shared/channel/settings.ts',
]

describe('.env.example', () => {
  it.each(configs)('names every variable that %s reads', (path) => {
    const variables = [...read(path).matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name)
    expect(variables.length).toBeGreaterThan(0)
    const missing = variables.filter((name) => !documented.includes(name))
    expect(missing.filter((name) => !internal.includes(name ?? ''))).toEqual([])
  })
})
