// A recorder as a process of its own with one broadcast, for benches of its audience: an encoder at a given bitrate, and
// a token that opens it.
import { createHash, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import jwt from 'jsonwebtoken'
import { RecorderChannel } from '../../../server/broadcast/recorderChannel.ts'
import { hlsPath, watchAudience } from '../../../shared/contract/recorder.ts'
import { newId } from '../../../shared/ids.ts'
import { nodeFlags } from '../../local/child.ts'
import { Publisher } from '../../test/hls/publisher.ts'
import { freePort, startProgram, stopProgram } from '../../test/programs.ts'

const main = join(import.meta.dirname, '../../../recorder/main.ts')
const [secret, node, issuer, kid] = ['a secret of this bench alone', 'origin', 'bench', 'one']
const streamKey = 'hall'

export interface Origin extends AsyncDisposable {
  readonly pid: number
  readonly port: number
  /** Of the broadcast, with a slash at the end. */
  readonly path: string
  readonly token: string
}

async function startRecorder(folder: string, port: number, rtmp: number): Promise<ChildProcess> {
  const child = startProgram({
    command: process.execPath,
    args: [...nodeFlags, main],
    env: {
      NODE_ID: node,
      CLUSTER_SECRET: secret,
      RECORDER_LISTEN: `127.0.0.1:${port}`,
      RECORDER_DIR: folder,
      RTMP_LISTEN: `127.0.0.1:${rtmp}`,
      LOG_LEVEL: 'warn',
    },
  })
  child.stderr?.pipe(process.stderr)
  if (child.stdout === null) throw new Error('a recorder without output')
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}

async function trusted(channel: RecorderChannel, room: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  await channel.request('clock', { now: Date.now() })
  await channel.request('trust', { issuer, keys: [{ kid, x, y }] })
  const claims = { algorithm: 'ES256', keyid: kid, issuer, subject: room } as const
  return jwt.sign({}, privateKey, { ...claims, audience: watchAudience, expiresIn: '1h' })
}

/** `bitrate` of the picture in bit/s. */
export async function openOrigin(folder: string, bitrate: number): Promise<Origin> {
  await using stack = new AsyncDisposableStack()
  const [port, rtmp] = [await freePort(), await freePort()]
  const child = await startRecorder(folder, port, rtmp)
  stack.defer(() => stopProgram(child, 'SIGTERM'))
  const url = `ws://127.0.0.1:${port}`
  const channel = new RecorderChannel({ url, secret, node: 'bench' })
  stack.defer(() => channel.close())
  await once(channel, 'up')
  const room = newId<'room'>()
  const token = await trusted(channel, room)
  const hash = createHash('sha256').update(streamKey).digest('hex')
  await channel.request('keys', { revision: 1, keys: [{ key: newId<'streamKey'>(), hash }] })
  stack.use(new Publisher(`rtmp://127.0.0.1:${rtmp}/live/${streamKey}`, { bitrate }))
  const broadcast = await begun(channel)
  await channel.request('assign', { broadcast, room })
  const kept = stack.move()
  return {
    pid: child.pid ?? 0,
    port,
    path: hlsPath(node, broadcast),
    token,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Until something can be watched. */
async function begun(channel: RecorderChannel) {
  for (;;) {
    const [name, data] = (await once(channel, 'event')) as Parameters<
      Parameters<typeof channel.on<'event'>>[1]
    >
    if (name !== 'report') continue
    const [first] = data.broadcasts
    if (first?.health?.picture) return first.broadcast
  }
}
