// The parent's end of the ingest process: starts it, again when it died, and hands what is published to whoever takes it.
// Its keys and its port stay the same whichever process it is.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Readable } from 'node:stream'
import type { StreamKeyId } from '../../shared/ids.ts'
import { control, FrameReader, type Frame } from './frames.ts'
import { pipeDescriptor, tidings, type Order, type Tiding } from './messages.ts'
import type { EndOfInput, InputSink } from './rtmpConnection.ts'

interface Key {
  readonly key: StreamKeyId
  /** SHA-256, in hex. */
  readonly hash: string
}

export interface IngestParts {
  readonly listen: { readonly host: string; readonly port: number }
  /** In PEM: then it is RTMPS. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer } | undefined
  /** Somebody publishes, from this address. */
  readonly begin: (key: StreamKeyId, address: string) => InputSink
  /** Why somebody was sent away, when it was for what they sent. */
  readonly refused: (address: string, why: string) => void
  readonly failed: (what: string, error: unknown) => void
}

interface Publication {
  readonly key: StreamKeyId
  readonly sink: InputSink
}

/** In ms. */
const pauses = { first: 100, longest: 5_000, well: 30_000 }
const script = fileURLToPath(new URL('process.ts', import.meta.url))

export class Ingest {
  readonly #parts: IngestParts
  readonly #opened = Promise.withResolvers<undefined>()
  readonly #publications = new Map<number, Publication>()
  #keys: readonly Key[] = []
  #port: number
  #child: ChildProcess | null = null
  #startedAt = 0
  #pause = pauses.first
  #again: NodeJS.Timeout | undefined
  #isOpen = false
  #listens = false
  #isClosed = false

  private constructor(parts: IngestParts) {
    this.#parts = parts
    this.#port = parts.listen.port
  }

  /** Throws when nobody can be let in there. */
  static async open(parts: IngestParts): Promise<Ingest> {
    const ingest = new Ingest(parts)
    ingest.#start()
    try {
      await ingest.#opened.promise
    } catch (error) {
      await ingest.close()
      throw error
    }
    return ingest
  }

  get port(): number {
    return this.#port
  }

  /** False while its process is away, or cannot listen again. */
  get listens(): boolean {
    return this.#listens
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** All there are from now on; who publishes with another is sent away. */
  load(keys: readonly Key[]): void {
    this.#keys = keys
    this.#order({ do: 'load', keys: [...keys] })
  }

  /** Who publishes with it is sent away, and may come again. */
  endInput(key: StreamKeyId): void {
    for (const [publication, one] of this.#publications)
      if (one.key === key) this.#order({ do: 'end', publication })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#again)
    const child = this.#child
    if (child === null) return
    const gone = once(child, 'close')
    child.kill('SIGKILL')
    await gone
  }

  #start(): void {
    const child = fork(script, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
      ...{ serialization: 'advanced', execArgv: [], env: {} },
    })
    this.#child = child
    this.#startedAt = performance.now()
    let said = ''
    child.stderr?.on('data', (text: Buffer) => {
      said = `${said}${text.toString()}`.slice(-2_000)
    })
    child.on('error', (error) => this.#parts.failed('the ingest process', error))
    child.once('close', () => this.#lose(said))
    this.#listen(child, child.stdio[pipeDescriptor] as Readable)
    const { tls, listen } = this.#parts
    const pem = tls === undefined ? null : { key: tls.key.toString(), cert: tls.cert.toString() }
    const where = { host: listen.host, port: this.#port }
    this.#order({ do: 'open', ...where, tls: pem, keys: [...this.#keys] })
  }

  #listen(child: ChildProcess, pipe: Readable): void {
    const reader = new FrameReader()
    pipe.on('error', () => undefined)
    pipe.on('data', (bytes: Buffer) => {
      try {
        for (const frame of reader.read(bytes)) this.#take(frame)
      } catch (error) {
        this.#parts.failed('the pipe of the ingest process', error)
        child.kill('SIGKILL')
      }
    })
  }

  #take({ publication, bytes }: Frame): void {
    if (publication === control) this.#hear(tidings.parse(JSON.parse(bytes.toString())))
    else this.#guard(() => this.#publications.get(publication)?.sink.write(bytes))
  }

  #hear(tiding: Tiding): void {
    if (tiding.is === 'open') {
      this.#port = tiding.port
      this.#isOpen = true
      this.#listens = true
      this.#opened.resolve(undefined)
    } else if (tiding.is === 'failed') this.#fail(new Error(tiding.why))
    else if (tiding.is === 'begun') this.#begin(tiding)
    else if (tiding.is === 'ended') this.#end(tiding.publication, tiding.why)
    else this.#guard(() => this.#parts.refused(tiding.address, tiding.why))
  }

  #begin({ publication, key, address }: Extract<Tiding, { is: 'begun' }>): void {
    const sendAway = () => this.#order({ do: 'end', publication })
    const isTaken = this.#guard(() => {
      const sink = this.#parts.begin(key as StreamKeyId, address)
      this.#publications.set(publication, { key: key as StreamKeyId, sink })
      sink.opened?.(sendAway)
    })
    if (!isTaken) sendAway()
  }

  #end(publication: number, why: EndOfInput): void {
    const ended = this.#publications.get(publication)
    this.#publications.delete(publication)
    this.#guard(() => ended?.sink.end(why))
  }

  /** Whoever takes it answers for their own mistakes; the others' streams go on. True when there was none. */
  #guard(act: () => void): boolean {
    try {
      act()
      return true
    } catch (error) {
      this.#parts.failed('what is published', error)
      return false
    }
  }

  #order(order: Order): void {
    if (this.#child?.connected === true) this.#child.send(order, () => undefined)
  }

  /** It cannot listen: never at the first start, and otherwise perhaps later. */
  #fail(error: Error): void {
    if (!this.#isOpen) this.#opened.reject(error)
    else this.#parts.failed('the door of the ingest process', error)
    this.#child?.kill('SIGKILL')
  }

  #lose(said: string): void {
    this.#child = null
    this.#listens = false
    this.#opened.reject(new Error(`the ingest process ended: ${said}`))
    for (const publication of [...this.#publications.keys()]) this.#end(publication, 'closed')
    if (this.#isClosed || !this.#isOpen) return
    this.#parts.failed('the ingest process', new Error(said === '' ? 'it ended' : said))
    if (performance.now() - this.#startedAt > pauses.well) this.#pause = pauses.first
    this.#again = setTimeout(() => this.#start(), this.#pause)
    this.#pause = Math.min(pauses.longest, this.#pause * 2)
  }
}
