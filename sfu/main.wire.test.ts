// The sfu as the process that it is: its ready line, and every way it ends.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createSocket } from 'node:dgram'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import { newId } from '../shared/ids.ts'
import { makeLesson } from './testing/media.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const until = { timeout: 60_000, interval: 20 }
const secret = 'a secret that only this test knows'
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function launch(more: Record<string, string> = {}, stdio: 'pipe' | 'ipc' = 'pipe') {
  const child = spawn(process.execPath, [main], {
    stdio: ['pipe', 'pipe', 'pipe', ...(stdio === 'ipc' ? (['ipc'] as const) : [])],
    env: {
      ...process.env,
      NODE_ID: 'process-under-test',
      CLUSTER_SECRET: secret,
      SFU_LISTEN: '127.0.0.1:0',
      MEDIA_PORT: '0',
      SFU_WORKERS: '1',
      ...more,
    },
  })
  children.push(child)
  const log: string[] = []
  child.stderr?.on('data', (text: Buffer) => log.push(...text.toString().split('\n')))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return { child, log, exited }
}

async function ready(launched: ReturnType<typeof launch>) {
  const [line] = (await once(launched.child.stdout ?? launched.child, 'data')) as [Buffer]
  const said = JSON.parse(line.toString()) as { ready: string; node: string; listen: string }
  const started = launched.log.find((entry) => entry.includes('worker started')) ?? '{}'
  return { ...said, workerPid: (JSON.parse(started) as { pid: number }).pid }
}

const isGone = (pid: number) =>
  vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), until)

describe('it ends', () => {
  test('by SIGTERM, after it said that it was ready', async () => {
    const sfu = launch()
    const said = await ready(sfu)
    expect(said).toMatchObject({ ready: 'sfu', node: 'process-under-test' })
    expect((await fetch(`http://${said.listen}/health/ready`)).status).toBe(200)
    sfu.child.kill('SIGTERM')
    expect(await sfu.exited).toBe(0)
    await isGone(said.workerPid)
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

  test('and killed, it leaves neither worker nor ffmpeg behind', async () => {
    const demoMedia = await makeLesson()
    const sfu = launch({ DEMO_MEDIA: demoMedia, LOG_LEVEL: 'debug' })
    const { listen, workerPid } = await ready(sfu)
    const plane = new SfuPool({ urls: [`ws://${listen}`], secret, node: 'server-under-test' })
    await new Promise((resolve) => plane.on('nodeUp', resolve))
    const seat = { room: newId<'room'>(), participant: newId<'participant'>() }
    const sources = { camera: newId<'source'>(), microphone: newId<'source'>() }
    const file = 'lesson.webm'
    await plane.play({ ...seat, session: newId<'session'>(), ...sources, file, stage: [] })
    const pid = await vi.waitFor(() => {
      const line = sfu.log.find((entry) => entry.includes('"msg":"playing"')) ?? '{}'
      const { ffmpeg } = JSON.parse(line) as { ffmpeg?: number }
      if (ffmpeg === undefined) throw new Error('not playing yet')
      return ffmpeg
    }, until)
    expect(process.kill(pid, 0)).toBe(true)
    sfu.child.kill('SIGKILL')
    await Promise.all([isGone(pid), isGone(workerPid)])
    plane.close()
    await rm(demoMedia, { recursive: true })
  })

  test('saying why, when its configuration or its ports are no good', async () => {
    const unset = launch({ CLUSTER_SECRET: '' })
    expect(await unset.exited).toBe(1)
    expect(unset.log.join()).toContain('CLUSTER_SECRET')

    const taken = createSocket('udp4').bind(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address()
    const blocked = launch({ MEDIA_PORT: String(port) })
    expect(await blocked.exited).toBe(1)
    expect(blocked.log.join()).toContain(`cannot listen for media on 127.0.0.1:${port}`)
    taken.close()
  })
})
