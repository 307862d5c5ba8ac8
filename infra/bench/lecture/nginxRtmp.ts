// What schools use today: nginx with its RTMP module, HLS as it makes it, and hls.js in a page of its own.
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { findProgram } from '../../setup/steps/unpacked.ts'
import {
  freePort,
  isAnswering,
  startProgram,
  stopProgram,
  untilReady,
} from '../../test/programs.ts'

const root = join(import.meta.dirname, '../../..')

const settings = (folder: string, port: number, module: string) => `
load_module ${module};
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
error_log stderr warn;
pid ${folder}/nginx.pid;
events { worker_connections 256; }
rtmp {
  access_log off;
  server {
    listen 127.0.0.1:${port};
    application live {
      live on;
      hls on;
      hls_path ${folder}/hls;
      hls_fragment 2s;
      hls_playlist_length 12s;
    }
  }
}
`

const page = `<!doctype html><video muted autoplay playsinline width="1280" height="720"></video>
<script src="/hls.js"></script>
<script>
  const hls = new Hls({ lowLatencyMode: true })
  hls.attachMedia(document.querySelector('video'))
  hls.on(Hls.Events.ERROR, (_, { fatal }) => fatal && setTimeout(() => hls.loadSource('/hls/clip.m3u8'), 500))
  hls.loadSource('/hls/clip.m3u8')
</script>`

const types: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  ts: 'video/mp2t',
  js: 'text/javascript',
}

async function answer(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name =
    path === '/hls.js' ? join(root, 'node_modules/hls.js/dist/hls.js') : join(folder, path)
  try {
    const body = path === '/' ? page : await readFile(name)
    const type = path === '/' ? 'text/html' : types[path.split('.').at(-1) ?? '']
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body)
  } catch {
    response.writeHead(404).end()
  }
}

export interface NginxRtmp extends AsyncDisposable {
  /** Where an encoder comes in, with the name of its stream. */
  readonly ingest: string
  readonly page: string
}

/** Null where the machine has none. */
export async function startNginxRtmp(folder: string): Promise<NginxRtmp | null> {
  const nginx = findProgram('nginx')
  const module = findProgram('ngx_rtmp_module.so')
  if (nginx === null || module === null) return null
  await using stack = new AsyncDisposableStack()
  await mkdir(join(folder, 'hls'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  await writeFile(file, settings(folder, port, module.command))
  const child = startProgram({
    command: nginx.command,
    args: ['-e', 'stderr', '-p', folder, '-c', file],
    env: nginx.env,
  })
  stack.defer(() => stopProgram(child, 'SIGTERM'))
  const files = createServer((request, response) => {
    void answer(folder, new URL(request.url ?? '/', 'http://page').pathname, response)
  })
  stack.defer(
    () =>
      new Promise<void>((closed) => {
        files.close(() => {
          closed()
        })
        files.closeAllConnections()
      }),
  )
  await once(files.listen(0, '127.0.0.1'), 'listening')
  await untilReady(child, () => isAnswering(port))
  const page = `http://127.0.0.1:${(files.address() as AddressInfo).port}/`
  const kept = stack.move()
  return {
    ingest: `rtmp://127.0.0.1:${port}/live/clip`,
    page,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
