// The sfu process.
import { runNode } from '../shared/channel/process.ts'
import { startSfu } from './app.ts'
import { readConfig } from './config.ts'

await runNode({ kind: 'sfu', readConfig, start: startSfu })
