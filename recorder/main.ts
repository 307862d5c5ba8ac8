// The recorder process.
import { runNode } from '../shared/channel/process.ts'
import { startRecorder } from './app.ts'
import { readConfig } from './config.ts'
import { recorderParts } from './parts.ts'

await runNode({
  kind: 'recorder',
  readConfig,
  start: (config, log) => startRecorder(config, log, recorderParts),
})
