// The recorder as the process that it is: its ready line, and every way it ends.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const children: ChildProcess[] = []
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyceum-recorder-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function launch(more: Record<string, string> = {}, stdio: 'pipe' | 'ipc' = 'pipe') {
  const child = spawn(process.execPath, [main], {
    stdio: ['pipe', 'pipe', 'pipe', ...(stdio === 'ipc' ? (['ipc'] as const) : [])],
    env: {
      ...process.env,
      NODE_ID: 'process-under-test',
      CLUSTER_SECRET: 'a secret that only this test knows',
      RECORDER_LISTEN: '127.0.0.1:0',
      RECORDER_DIR: folder,
      RTMP_LISTEN: '127.0.0.1:0',
      ...more,
    },
  })
  children.push(child)
  let log = ''
  child.stderr?.on('data', (text: Buffer) => (log += text.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return { child, said: () => log, exited }
}

async function ready({ child }: ReturnType<typeof launch>) {
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return JSON.parse(line.toString()) as { ready: string; node: string; listen: string }
}

describe('it ends', () => {
  test('by SIGTERM, after it said that it was ready', async () => {
    const recorder = launch()
    const said = await ready(recorder)
    expect(said).toMatchObject({ ready: 'recorder', node: 'process-under-test' })
    expect((await fetch(`http://${said.listen}/health/ready`)).status).toBe(200)
    recorder.child.kill('SIGTERM')
    expect(await recorder.exited).toBe(0)
  })

  test('with its supervisor, by the pipe or by the message channel', async () => {
    const piped = launch({ LYCEUM_SUPERVISED: '1' })
    await ready(piped)
    piped.child.stdin?.end()
    expect(await piped.exited).toBe(0)

    const channelled = launch({ LYCEUM_SUPERVISED: '1' }, 'ipc')
    await ready(channelled)
    channelled.child.disconnect()
    expect(await channelled.exited).toBe(0)
  })

  test('saying why, when its configuration or its ports are no good', async () => {
    const unset = launch({ CLUSTER_SECRET: '' })
    expect(await unset.exited).toBe(1)
    expect(unset.said()).toContain('CLUSTER_SECRET')

    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    for (const variable of ['RECORDER_LISTEN', 'RTMP_LISTEN']) {
      const blocked = launch({ [variable]: `127.0.0.1:${port}` })
      expect(await blocked.exited).toBe(1)
      expect(blocked.said()).toContain(
        `recorder: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
      )
    }
    taken.close()
  })
})
