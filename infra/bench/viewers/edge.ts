// nginx before a recorder, by the files of infra/proxy as an operator has them, and how often it asked the recorder.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '../../setup/steps/unpacked.ts'
import {
  freePort,
  isAnswering,
  startProgram,
  stopProgram,
  untilReady,
} from '../../test/programs.ts'

const proxy = join(import.meta.dirname, '../../proxy')

export interface Edge extends AsyncDisposable {
  readonly port: number
  /** Answers of its own and of the recorder, since it was asked last. */
  asked(): Promise<{ answered: number; ofRecorder: number }>
}

const settings = (folder: string, port: number, recorder: number) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
worker_rlimit_nofile 16384;
error_log stderr error;
pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  log_format asked '$upstream_status';
  access_log ${folder}/asked.log asked buffer=64k flush=1s;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 1000000;
  map $uri $lyceum_recorder { default 127.0.0.1:${recorder}; }
  include ${folder}/hls-cache.conf;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    include ${proxy}/hls.conf;
  }
}
`

/** Null where the machine has no nginx. */
export async function startEdge(folder: string, recorder: number): Promise<Edge | null> {
  const nginx = findProgram('nginx')
  if (nginx === null) return null
  const port = await freePort()
  await mkdir(folder, { recursive: true })
  const cache = await readFile(join(proxy, 'hls-cache.conf'), 'utf8')
  await writeFile(join(folder, 'hls-cache.conf'), cache.replaceAll('/var/cache/nginx', folder))
  const file = join(folder, 'nginx.conf')
  await writeFile(file, settings(folder, port, recorder))
  const args = ['-e', 'stderr', '-p', folder, '-c', file]
  const child = startProgram({ command: nginx.command, args, env: nginx.env })
  await untilReady(child, () => isAnswering(port))
  let read = 0
  return {
    port,
    async asked() {
      const log = await readFile(join(folder, 'asked.log'), 'utf8')
      const lines = log.slice(read).split('\n').filter(Boolean)
      read = log.length
      return { answered: lines.length, ofRecorder: lines.filter((line) => line !== '-').length }
    },
    [Symbol.asyncDispose]: () => stopProgram(child, 'SIGTERM'),
  }
}
