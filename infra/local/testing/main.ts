// `npm start` over the pretended processes, as a process of its own that a test may kill.
import { join } from 'node:path'
import { startLocal } from '../main.ts'

const script = (name: string): string => join(import.meta.dirname, `${name}.ts`)

process.exit(
  await startLocal({
    args: process.argv.slice(2),
    env: process.env,
    scripts: { server: script('server'), sfu: script('sfu'), recorder: script('recorder') },
  }),
)
