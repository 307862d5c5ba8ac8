// Janus with its videoroom, as Debian packages it: https://janus.conf.meetecho.com/docs/videoroom.html
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { RtpParameters } from '../../../shared/contract/sfu.ts'
import { findProgram } from '../../setup/steps/unpacked.ts'
import { dataFolder } from '../../system.ts'
import { freePort, startProgram, stopProgram, untilReady } from '../../test/programs.ts'
import type { Answer, Forwarder, Own } from './forwarder.ts'
import { answerIn, answerTo, offerOf } from './sdp.ts'

interface Said {
  readonly janus: string
  readonly transaction?: string
  readonly sender?: number
  readonly data?: { readonly id: number }
  readonly plugindata?: { readonly data: Readonly<Record<string, unknown>> }
  readonly jsep?: { readonly type: string; readonly sdp: string }
  readonly error?: unknown
}

const protocol = 'janus-protocol'
const room = 1

function configFiles(root: string, port: number): Record<string, string> {
  const libraries = join(root, 'lib', 'x86_64-linux-gnu', 'janus')
  return {
    'janus.jcfg': `general: {
  plugins_folder = "${join(libraries, 'plugins')}"
  transports_folder = "${join(libraries, 'transports')}"
  events_folder = "/nowhere"
  loggers_folder = "/nowhere"
  session_timeout = 0
  debug_level = 3
}
nat: { ice_lite = true, ice_enforce_list = "127.0.0.1" }
# Without a file of its own it ends the process.
transports: { disable = "libjanus_http.so" }
`,
    'janus.transport.websockets.jcfg': `general: { ws = true, ws_port = ${port}, ws_ip = "127.0.0.1" }\n`,
    'janus.plugin.videoroom.jcfg': 'general: { }\n',
  }
}

async function start(close: AsyncDisposableStack) {
  const found = findProgram('janus')
  if (found === null) throw new Error('there is no Janus here: apt-get install janus')
  const port = await freePort()
  const { path: folder } = close.use(await dataFolder())
  await mkdir(folder, { recursive: true })
  const root = found.command === 'janus' ? '/usr' : join(found.command, '..', '..')
  for (const [name, text] of Object.entries(configFiles(root, port)))
    await writeFile(join(folder, name), text)
  const { command, env } = found
  const child = close.adopt(startProgram({ command, args: ['-F', folder], env }), (one) =>
    stopProgram(one, 'SIGKILL'),
  )
  const url = `ws://127.0.0.1:${port}`
  const opens = () =>
    new Promise<boolean>((told) => {
      const socket = new WebSocket(url, protocol)
      socket.on('open', () => {
        socket.close()
        told(true)
      })
      socket.on('error', () => {
        told(false)
      })
    })
  await untilReady(child, opens)
  return { url, pid: child.pid ?? 0 }
}

export class Janus implements Forwarder {
  readonly pids: readonly number[]
  readonly #socket: WebSocket
  readonly #end: AsyncDisposableStack
  readonly #waiting = new Map<string, (said: Said) => void>()
  #session = 0
  #asked = 0
  /** Numbers of who publishes. */
  readonly #feeds: number[] = []

  private constructor(pid: number, socket: WebSocket, end: AsyncDisposableStack) {
    this.pids = [pid]
    this.#socket = socket
    this.#end = end
    socket.on('message', (text: Buffer) => {
      const said = JSON.parse(text.toString()) as Said
      // The answer of a plugin comes after it was told that it was heard.
      if (said.janus !== 'ack') this.#waiting.get(said.transaction ?? '')?.(said)
    })
  }

  static async open(): Promise<Janus> {
    await using close = new AsyncDisposableStack()
    const { url, pid } = await start(close)
    const socket = close.adopt(new WebSocket(url, protocol), (one) => {
      one.close()
    })
    await once(socket, 'open')
    const janus = new Janus(pid, socket, close.move())
    janus.#session = (await janus.#ask({ janus: 'create' })).data?.id ?? 0
    const handle = await janus.#attach()
    const body = { request: 'create', room, publishers: 100, bitrate: 0, videocodec: 'vp8' }
    await janus.#tell(handle, body)
    return janus
  }

  get workers(): readonly number[] {
    return this.pids
  }

  async publish(own: Own, rtp: RtpParameters): Promise<Answer> {
    const handle = await this.#attach()
    const joined = await this.#tell(handle, { request: 'join', ptype: 'publisher', room })
    this.#feeds.push(Number(joined.plugindata?.data['id']))
    const jsep = { type: 'offer', sdp: offerOf(own, rtp) }
    const { jsep: answer } = await this.#tell(handle, { request: 'publish' }, jsep)
    return answerIn(answer?.sdp ?? '')
  }

  async subscribe(own: Own, count: number): Promise<Answer> {
    const handle = await this.#attach()
    const streams = this.#feeds.slice(0, count).map((feed) => ({ feed }))
    const body = { request: 'join', ptype: 'subscriber', room, streams }
    const { jsep: offer } = await this.#tell(handle, body)
    const sdp = offer?.sdp ?? ''
    await this.#tell(handle, { request: 'start' }, { type: 'answer', sdp: answerTo(sdp, own) })
    return answerIn(sdp)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end.disposeAsync()
  }

  async #attach(): Promise<number> {
    const { data } = await this.#ask({ janus: 'attach', plugin: 'janus.plugin.videoroom' })
    return data?.id ?? 0
  }

  #tell(handle: number, body: object, jsep?: object): Promise<Said> {
    return this.#ask({ janus: 'message', handle_id: handle, body, ...(jsep && { jsep }) })
  }

  #ask(question: object): Promise<Said> {
    const transaction = String((this.#asked += 1))
    const session = this.#session === 0 ? {} : { session_id: this.#session }
    return new Promise((told, failed) => {
      this.#waiting.set(transaction, (said) => {
        this.#waiting.delete(transaction)
        const error = said.error ?? said.plugindata?.data['error']
        if (error === undefined) told(said)
        else failed(new Error(`Janus: ${JSON.stringify(error)}`))
      })
      this.#socket.send(JSON.stringify({ ...question, ...session, transaction }))
    })
  }
}
