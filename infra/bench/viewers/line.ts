// One connection of HTTP/1.1 that asks for one thing after another: what a player does, at a fraction of what a whole
// HTTP client costs the machine that thousands of them share with the origin.
import { connect, type Socket } from 'node:net'

export interface Answered {
  readonly status: number
  readonly body: Buffer
}

export class HttpLine {
  readonly #socket: Socket
  readonly #host: string
  #got: Buffer = Buffer.alloc(0)
  #waiting: PromiseWithResolvers<Answered> | null = null

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.setNoDelay(true)
    this.#socket.on('data', (bytes: Buffer) => {
      this.#got = this.#got.length === 0 ? bytes : Buffer.concat([this.#got, bytes])
      this.#read()
    })
    const fail = () => {
      this.#waiting?.reject(new Error('the origin closed the connection'))
    }
    this.#socket.on('error', fail)
    this.#socket.on('close', fail)
  }

  get(path: string, token: string): Promise<Answered> {
    this.#waiting = Promise.withResolvers<Answered>()
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${this.#host}`, `Authorization: Bearer ${token}`]
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    return this.#waiting.promise
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(): void {
    const end = this.#got.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#got.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#got.length < end + 4 + length) return
    const body = this.#got.subarray(end + 4, end + 4 + length)
    this.#got = this.#got.subarray(end + 4 + length)
    this.#waiting?.resolve({ status: Number(head.slice(9, 12)), body })
  }
}
