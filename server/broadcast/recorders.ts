// The recorders of the installation as this server hears them: what each last said, and what all are told, which is the
// time, the stream keys there are, and whose tokens open what is watched.
import { EventEmitter } from 'node:events'
import type {
  RecorderEvents,
  RecorderInput,
  RecorderOutput,
  RecorderReport,
  RecorderRequestName,
} from '../../shared/contract/recorder.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { KeyRing } from '../auth/keys.ts'
import type { RecorderChannel } from './recorderChannel.ts'
import type { StreamKeyStore } from './streamKeys.ts'

/** The wire to one recorder. */
export type RecorderLine = Pick<
  RecorderChannel,
  'url' | 'node' | 'ready' | 'request' | 'on' | 'close'
>

export interface RecordersParts {
  readonly lines: readonly RecorderLine[]
  readonly streamKeys: Pick<StreamKeyStore, 'all'>
  readonly keys: Pick<KeyRing, 'jwks'>
  /** Of tokens. */
  readonly issuer: string
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

interface Heard {
  readonly report: RecorderReport
  /** By `performance.now()`. */
  readonly at: number
}

interface Events {
  report: [RecorderReport]
  refused: [RecorderEvents['refused']]
}

/** Clocks drift by less than a millisecond in it; keys that another server changed are there by then. In ms. */
const tellEvery = 5_000

export class Recorders extends EventEmitter<Events> {
  readonly #parts: RecordersParts
  readonly #heard = new Map<string, Heard>()
  readonly #telling: NodeJS.Timeout
  readonly #since = performance.now()
  /** The keys that each was told last, by revision and number. */
  readonly #told = new WeakMap<RecorderLine, string>()

  constructor(parts: RecordersParts) {
    super()
    this.#parts = parts
    for (const line of parts.lines) this.#follow(line)
    this.#telling = setInterval(() => {
      for (const line of parts.lines) this.#tell(line)
    }, tellEvery)
  }

  get reports(): readonly RecorderReport[] {
    return [...this.#heard.values()].map(({ report }) => report)
  }

  /** Addresses at which encoders come in just now. */
  get ingests(): readonly string[] {
    return this.#ready.flatMap(({ node }) => this.#heard.get(node ?? '')?.report.ingest ?? [])
  }

  /** What it said within so many ms; null when it said nothing, undefined while it may just not have been asked. */
  heardWithin(node: string, ms: number): RecorderReport | null | undefined {
    const now = performance.now()
    const heard = this.#heard.get(node)
    if (heard !== undefined && now - heard.at < ms) return heard.report
    return now - this.#since < ms ? undefined : null
  }

  /** Where its HTTP port is, such as http://10.0.0.4:7702; null for a node that nobody knows. */
  addressOf(node: string): string | null {
    const line = this.#parts.lines.find((one) => one.node === node)
    return line?.url.replace(/^ws/, 'http').replace(/\/$/, '') ?? null
  }

  async ask<N extends RecorderRequestName>(
    node: string,
    name: N,
    input: RecorderInput<N>,
  ): Promise<RecorderOutput<N>> {
    const line = this.#ready.find((one) => one.node === node)
    if (line === undefined) throw new LyceumError('unavailable')
    return line.request(name, input)
  }

  /** All recorders are told at once. */
  keysChanged(): void {
    for (const line of this.#ready) void this.#attempt('stream keys', this.#tellKeys(line))
  }

  close(): void {
    clearInterval(this.#telling)
    for (const line of this.#parts.lines) line.close()
    this.removeAllListeners()
  }

  get #ready(): readonly RecorderLine[] {
    return this.#parts.lines.filter(({ ready }) => ready)
  }

  #follow(line: RecorderLine): void {
    line.on('up', () => {
      this.#told.delete(line)
      this.#tell(line)
    })
    line.on('event', (...event) => {
      if (event[0] === 'report') {
        const [, report] = event
        this.#heard.set(report.node, { report, at: performance.now() })
        this.emit('report', report)
      } else this.emit('refused', event[1])
    })
  }

  #tell(line: RecorderLine): void {
    if (!line.ready) return
    const { now } = this.#parts
    void this.#attempt('the time', line.request('clock', { now: now() }))
    void this.#attempt('whom to trust', this.#tellTrust(line))
    void this.#attempt('stream keys', this.#tellKeys(line))
  }

  async #tellTrust(line: RecorderLine): Promise<void> {
    const { keys, issuer } = this.#parts
    const { keys: jwks } = await keys.jwks()
    await line.request('trust', { issuer, keys: jwks.map(({ kid, x, y }) => ({ kid, x, y })) })
  }

  async #tellKeys(line: RecorderLine): Promise<void> {
    const all = await this.#parts.streamKeys.all()
    const what = `${all.revision} ${all.keys.length}`
    if (this.#told.get(line) === what) return
    await line.request('keys', all)
    this.#told.set(line, what)
  }

  async #attempt(what: string, telling: Promise<unknown>): Promise<void> {
    try {
      await telling
    } catch (error) {
      // A recorder that is gone is told all when it is back.
      if (!(error instanceof LyceumError && error.code === 'unavailable'))
        this.#parts.failed(`telling a recorder ${what}`, error)
    }
  }
}
