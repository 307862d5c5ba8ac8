// An sfu under test and the server's own media plane connected to it; all are closed after each test.
import { afterEach, expect, vi } from 'vitest'
import { SfuPool } from '../../server/media/pool.ts'
import { startTestSfu, testSecret, type TestSfu, type TestSfuOptions } from './startTestSfu.ts'

export const near: string[] = []
export const until = { timeout: 60_000, interval: 20 }

/** What a test opens; closed in the opposite order. */
export const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

export async function start(options: TestSfuOptions = {}) {
  const sfu = await startTestSfu(options)
  open.push(() => sfu.close())
  return { sfu, plane: await connect(sfu) }
}

export async function connect(...sfus: TestSfu[]): Promise<SfuPool> {
  const urls = sfus.map(({ url }) => url)
  const plane = new SfuPool({ urls, secret: testSecret, node: 'server-under-test' })
  open.push(() => plane.close())
  await vi.waitFor(
    () => expect(plane.nodes.filter(({ up }) => up)).toHaveLength(urls.length),
    until,
  )
  return plane
}
