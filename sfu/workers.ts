// The mediasoup worker processes of this node, one WebRtcServer (one port, UDP and TCP) each. Owns
// their life: a worker that dies is announced once and replaced. It knows nothing of rooms.
import { EventEmitter, once } from 'node:events'
import { createWorker, type types } from 'mediasoup'
import type { Logger } from 'pino'
import { LyceumError } from '../shared/errors.ts'
import { newId, type Incarnation } from '../shared/ids.ts'
import type { MediaConfig } from './config.ts'
import { goFirst } from './precedence.ts'

const respawnMs = { first: 100, most: 5_000 }
const sampleMs = 2_000
const patienceMs = 3_000
/** A worker that leaves so many samples in a row unanswered hangs: nothing it carries will move again. */
const longestSilence = 3

export interface MediaWorker {
  readonly incarnation: Incarnation
  readonly worker: types.Worker
  readonly webRtcServer: types.WebRtcServer
  /** Share of one core over the last sample, 0 to 1. */
  readonly cpu: number
  /** Rooms that live here; whoever makes or closes one counts. */
  rooms: number
}

interface WorkersEvents {
  started: [MediaWorker]
  died: [MediaWorker]
}

/** The worker with the fewest rooms; among equals the one with the least to do. */
export function leastLoaded(workers: readonly MediaWorker[]): MediaWorker | undefined {
  return workers.toSorted((a, b) => a.rooms - b.rooms || a.cpu - b.cpu)[0]
}

export class Workers extends EventEmitter<WorkersEvents> {
  readonly #config: MediaConfig
  readonly #log: Logger
  readonly #slots: (RunningWorker | null)[]
  readonly #timers = new Set<NodeJS.Timeout>()
  #closed = false
  deaths = 0

  private constructor(config: MediaConfig, log: Logger) {
    super()
    this.setMaxListeners(0)
    this.#config = config
    this.#log = log
    this.#slots = Array.from({ length: config.workers }, () => null)
  }

  static async create(config: MediaConfig, log: Logger): Promise<Workers> {
    const workers = new Workers(config, log)
    try {
      await Promise.all(workers.#slots.map((_, slot) => workers.#spawn(slot)))
    } catch (error) {
      workers.close()
      throw error
    }
    return workers
  }

  get alive(): readonly MediaWorker[] {
    return this.#slots.filter((slot) => slot !== null)
  }

  get configured(): number {
    return this.#config.workers
  }

  /** Waits a little for the next one when the only worker just died: everybody comes back at once. */
  async pick(taken: ReadonlySet<MediaWorker> = new Set()): Promise<MediaWorker> {
    const worker = leastLoaded(this.alive.filter((one) => !taken.has(one)))
    if (worker) return worker
    try {
      const signal = AbortSignal.timeout(patienceMs)
      const [started] = (await once(this, 'started', { signal })) as [MediaWorker]
      return started
    } catch {
      throw new LyceumError('unavailable', 'This node has no media worker just now.')
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    for (const slot of this.#slots) slot?.close()
  }

  async #spawn(slot: number): Promise<void> {
    const running = await RunningWorker.create(this.#config, slot)
    running.onHung = () => {
      this.#log.error({ worker: running.incarnation }, 'worker does not answer; ending it')
    }
    if (this.#closed) {
      running.close()
      return
    }
    this.#slots[slot] = running
    running.worker.once('died', (error) => this.#onDied(running, slot, error))
    this.#log.info({ worker: running.incarnation, pid: running.worker.pid, slot }, 'worker started')
    this.emit('started', running)
  }

  #onDied(running: RunningWorker, slot: number, error: Error): void {
    if (this.#closed) return
    this.deaths += 1
    this.#slots[slot] = null
    running.close()
    this.#log.error({ worker: running.incarnation, err: error }, 'worker died')
    this.emit('died', running)
    this.#respawn(slot, respawnMs.first)
  }

  #respawn(slot: number, delay: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#spawn(slot).catch((error: unknown) => {
        this.#log.warn({ err: error, slot }, 'worker did not start; trying again')
        if (!this.#closed) this.#respawn(slot, Math.min(delay * 2, respawnMs.most))
      })
    }, delay)
    this.#timers.add(timer)
  }
}

class RunningWorker implements MediaWorker {
  readonly incarnation: Incarnation = newId()
  readonly worker: types.Worker
  readonly webRtcServer: types.WebRtcServer
  readonly #sampling: NodeJS.Timeout
  #sample = { at: performance.now(), cpuMs: 0 }
  /** Samples due since a question that is still open; null when none is. */
  #unanswered: number | null = null
  cpu = 0
  rooms = 0
  onHung: () => void = () => undefined

  private constructor(worker: types.Worker, webRtcServer: types.WebRtcServer) {
    this.worker = worker
    this.webRtcServer = webRtcServer
    this.#sampling = setInterval(() => void this.#measure(), sampleMs)
  }

  static async create(config: MediaConfig, slot: number): Promise<RunningWorker> {
    const worker = await createWorker({
      logLevel: 'warn',
      ...(config.workerBin === null ? {} : { workerBin: config.workerBin }),
    })
    goFirst(worker.pid)
    const port = config.port === 0 ? {} : { port: config.port + slot }
    const listen = { ip: config.listen, announcedAddress: config.announced, ...port }
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listen },
          { protocol: 'tcp', ...listen },
        ],
      })
      return new RunningWorker(worker, webRtcServer)
    } catch (error) {
      worker.close()
      const where = `${config.listen}:${config.port + slot}`
      throw new Error(`cannot listen for media on ${where} (is the port taken?)`, { cause: error })
    }
  }

  close(): void {
    clearInterval(this.#sampling)
    this.worker.close()
  }

  async #measure(): Promise<void> {
    if (this.#unanswered !== null) {
      this.#unanswered += 1
      if (this.#unanswered === longestSilence) this.#endHung()
      return
    }
    this.#unanswered = 0
    try {
      const { ru_utime, ru_stime } = await this.worker.getResourceUsage()
      const now = { at: performance.now(), cpuMs: ru_utime + ru_stime }
      this.cpu = (now.cpuMs - this.#sample.cpuMs) / (now.at - this.#sample.at)
      this.#sample = now
    } catch {
      // The worker died under the question; `died` says so.
    } finally {
      this.#unanswered = null
    }
  }

  /** Nothing gentler reaches a process that hangs; its death is then like any other worker's. */
  #endHung(): void {
    this.onHung()
    if (this.worker.pid > 0) process.kill(this.worker.pid, 'SIGKILL')
  }
}
