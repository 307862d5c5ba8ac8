// A recorder for a test: a free port, quiet, parts of the test's own, and gone when the test is.
import { pino } from 'pino'
import { startRecorder, type Recorder, type RecorderParts } from '../app.ts'
import { readConfig, type RecorderConfig } from '../config.ts'

export const testSecret = 'a secret that only this test knows'

export interface TestRecorder extends Recorder, AsyncDisposable {
  readonly url: string
}

export async function startTestRecorder(
  parts: RecorderParts,
  more: Partial<RecorderConfig> = {},
): Promise<TestRecorder> {
  const config = readConfig({
    NODE_ID: 'recorder-under-test',
    CLUSTER_SECRET: testSecret,
    RECORDER_LISTEN: '127.0.0.1:0',
    RTMP_LISTEN: '127.0.0.1:0',
  })
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
  const recorder = await startRecorder({ ...config, ...more }, log, parts)
  return {
    ...recorder,
    url: `ws://${recorder.listen}`,
    [Symbol.asyncDispose]: () => recorder.close(),
  }
}
