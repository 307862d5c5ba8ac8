// The one address of a cluster on this machine: Debian's nginx with the configuration that operators get,
// on loopback and without TLS.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startProgram, stopProgram, untilReady } from '../test/programs.ts'

const shipped = resolve(import.meta.dirname, '..', 'proxy', 'nginx.conf')

interface FrontOptions {
  readonly folder: string
  readonly port: number
  /** Ports of the servers on 127.0.0.1. */
  readonly servers: readonly number[]
}

/** Throws where the shipped file is no longer what this knows. */
function replaced(text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) throw new Error(`nginx.conf has no ${pattern.source}`)
  return text.replace(pattern, by)
}

export function frontConfig(text: string, { folder, port, servers }: FrontOptions): string {
  const upstream = servers.map(
    (server) => `server 127.0.0.1:${server} max_fails=1 fail_timeout=1s;`,
  )
  const local = [
    [/( *server 10\.0\.0\.\d+:7700[^\n]*\n)+/, `    ${upstream.join('\n    ')}\n`],
    [/ {2}server \{\n {4}listen 80;[^}]*\}\n/, ''],
    [/listen 443 ssl http2;/, `listen 127.0.0.1:${port};`],
    [/server_name CLASS\.EXAMPLE\.ORG;/, 'server_name localhost;'],
    [/ *ssl_certificate [^\n]*\n *ssl_certificate_key [^\n]*\n/, ''],
    [/http \{\n/, `http {\n  access_log off;\n${temporary(folder)}`],
  ] as const
  const body = local.reduce((all, [pattern, by]) => replaced(all, pattern, by), text)
  return `daemon off;\npid ${join(folder, 'nginx.pid')};\nerror_log stderr warn;\n${body}`
}

const temporary = (folder: string) =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${join(folder, name)};\n`)
    .join('')

async function answers(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).catch(
    () => null,
  )
  return response !== null
}

export async function openFront(options: FrontOptions): Promise<AsyncDisposable> {
  mkdirSync(options.folder, { recursive: true })
  const file = join(options.folder, 'nginx.conf')
  writeFileSync(file, frontConfig(readFileSync(shipped, 'utf8'), options))
  const args = ['-p', options.folder, '-c', file, '-e', 'stderr']
  const nginx = startProgram({ command: 'nginx', args })
  await untilReady(nginx, () => answers(options.port))
  return { [Symbol.asyncDispose]: () => stopProgram(nginx, 'SIGTERM') }
}
