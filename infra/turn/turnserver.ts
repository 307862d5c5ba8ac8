// Debian's coturn for a test, with the configuration that operators get: on loopback, where it may relay
// to one address only.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureCertificate } from '../local/lan.ts'
import type { Found } from '../setup/steps/unpacked.ts'
import { freePort, startProgram, stopProgram, untilReady } from '../test/programs.ts'
import { TurnClient } from './stun.ts'

const shipped = join(import.meta.dirname, 'turnserver.conf')

export interface TurnOptions {
  readonly secret: string
  /** The one address that it may send to. */
  readonly allowed: string
}

export interface RunningTurn extends AsyncDisposable {
  readonly port: number
  readonly tlsPort: number
  /** As TURN_URLS has them. */
  readonly urls: string
}

interface Local extends TurnOptions {
  readonly folder: string
  readonly port: number
  readonly tlsPort: number
  readonly cert: string
  readonly key: string
}

/** Throws where the shipped file is no longer what this knows. */
function localConfig(text: string, { secret, allowed, ...local }: Local): string {
  const { folder, port, tlsPort, cert, key } = local
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^listening-port=.*$/m, `listening-port=${port}`],
    [/^tls-listening-port=.*$/m, `tls-listening-port=${tlsPort}`],
    [/^cert=.*$/m, `cert=${cert}`],
    [/^pkey=.*$/m, `pkey=${key}`],
    [/^static-auth-secret=.*$/m, `static-auth-secret=${secret}`],
    [/^allowed-peer-ip=SFU\.ADDRESS\.ONE$/m, `allowed-peer-ip=${allowed}`],
    [/^allowed-peer-ip=SFU\.ADDRESS\.TWO\n/m, ''],
  ]
  const own = changes.reduce((all, [pattern, by]) => {
    if (!pattern.test(all)) throw new Error(`turnserver.conf has no ${pattern.source}`)
    return all.replace(pattern, by)
  }, text)
  const loopback = ['listening-ip=127.0.0.1', 'relay-ip=127.0.0.1', 'allow-loopback-peers']
  const files = [`pidfile=${join(folder, 'pid')}`, `userdb=${join(folder, 'db')}`]
  return [own, ...loopback, ...files, ''].join('\n')
}

async function answers(port: number): Promise<boolean> {
  try {
    using client = await TurnClient.open('tcp', port, { username: '', credential: '' })
    return (await client.allocate()) !== null
  } catch {
    return false
  }
}

export async function startTurn(
  { command, env }: Found,
  options: TurnOptions,
): Promise<RunningTurn> {
  await using close = new AsyncDisposableStack()
  const folder = close.adopt(await mkdtemp(join(tmpdir(), 'lyceum-turn-')), (path) =>
    rm(path, { recursive: true, force: true }),
  )
  const { certFile: cert, keyFile: key } = await ensureCertificate(folder, ['127.0.0.1'])
  const [port, tlsPort] = [await freePort(), await freePort()]
  const file = join(folder, 'turnserver.conf')
  const text = await readFile(shipped, 'utf8')
  await writeFile(file, localConfig(text, { ...options, folder, port, tlsPort, cert, key }))
  const child = close.adopt(startProgram({ command, args: ['-c', file], env }), (started) =>
    stopProgram(started, 'SIGKILL'),
  )
  await untilReady(child, () => answers(port))
  const urls = [
    `turn:127.0.0.1:${port}?transport=udp`,
    `turn:127.0.0.1:${port}?transport=tcp`,
    `turns:127.0.0.1:${tlsPort}?transport=tcp`,
  ].join()
  const end = close.move()
  return { port, tlsPort, urls, [Symbol.asyncDispose]: () => end.disposeAsync() }
}
