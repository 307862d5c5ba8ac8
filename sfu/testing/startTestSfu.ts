// A real sfu for a test: free ports, one worker unless asked, quiet, and gone when the test is.
import { pino } from 'pino'
import { startSfu, type Sfu } from '../app.ts'
import { readConfig, type SfuConfig, type SfuLimits } from '../config.ts'

export const testSecret = 'a secret that only this test knows'

export interface TestSfu extends Sfu, AsyncDisposable {
  readonly url: string
}

export interface TestSfuOptions {
  readonly node?: string
  readonly workers?: number
  readonly listen?: string
  readonly demoMedia?: string
  readonly limits?: Partial<SfuLimits>
  readonly pipes?: Partial<SfuConfig['pipes']>
}

export async function startTestSfu(options: TestSfuOptions = {}): Promise<TestSfu> {
  const config = readConfig({
    ...process.env,
    NODE_ID: options.node ?? 'sfu-under-test',
    CLUSTER_SECRET: testSecret,
    SFU_LISTEN: options.listen ?? '127.0.0.1:0',
    MEDIA_ADDRESS: '127.0.0.1',
    MEDIA_PORT: '0',
    SFU_WORKERS: String(options.workers ?? 1),
    DEMO_MEDIA: options.demoMedia,
  })
  const tuned: SfuConfig = {
    ...config,
    limits: { ...config.limits, ...options.limits },
    pipes: { ...config.pipes, ...options.pipes },
  }
  const sfu = await startSfu(tuned, pino({ level: process.env['TEST_LOG'] ?? 'silent' }))
  return { ...sfu, url: `ws://${sfu.listen}`, [Symbol.asyncDispose]: () => sfu.close() }
}
