// A TCP proxy of ours, so that a test can break a wire as networks do: everything at once or some
// connections only, with a reset, by silence, or so that nobody gets through for a while.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** How the wire is: `cut` breaks what is open and refuses what is new, `stalled` lets nothing move. */
export type WireState = 'whole' | 'cut' | 'stalled'

interface Pair {
  readonly near: Socket
  readonly far: Socket
  /** A WebSocket, which stays; calls share the others, one after the other. */
  stays: boolean
}

export class TcpProxy implements AsyncDisposable {
  readonly #server = createServer({ pauseOnConnect: true })
  readonly #pairs = new Set<Pair>()
  readonly #deaf = new WeakSet<Pair>()
  readonly #target: () => number
  #state: WireState = 'whole'

  private constructor(target: () => number) {
    this.#target = target
    this.#server.on('connection', (near) => {
      this.#join(near)
    })
  }

  /** Listens on a free port of loopback; `target` is asked anew for every connection. */
  static async open(target: () => number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Every connection breaks; new ones get through. */
  breakAll(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    this.#pairs.clear()
  }

  cut(): void {
    this.#state = 'cut'
    this.breakAll()
  }

  stall(): void {
    this.#state = 'stalled'
    for (const pair of this.#pairs) still(pair)
  }

  /** A share of those who stay connected reads nothing more of what comes, and says nothing of it. */
  deafen(share: number): number {
    const staying = [...this.#pairs].filter(({ stays }) => stays)
    const some = staying.filter((_, index) => index % Math.round(1 / share) === 0)
    for (const pair of some) {
      this.#deaf.add(pair)
      pair.far.unpipe(pair.near)
      pair.far.pause()
    }
    return some.length
  }

  mend(): void {
    this.#state = 'whole'
    for (const pair of this.#pairs) if (!this.#deaf.has(pair)) flow(pair)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.breakAll()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }

  #join(near: Socket): void {
    if (this.#state === 'cut') {
      near.resetAndDestroy()
      return
    }
    const pair: Pair = { near, far: connect(this.#target(), '127.0.0.1'), stays: false }
    this.#pairs.add(pair)
    for (const [end, other] of [
      [near, pair.far],
      [pair.far, near],
    ] as const) {
      end.setNoDelay(true)
      end.on('error', () => undefined)
      end.on('close', () => {
        this.#pairs.delete(pair)
        other.destroy()
      })
    }
    if (this.#state === 'whole') flow(pair)
  }
}

function flow(pair: Pair): void {
  const { near, far } = pair
  near.once('data', (head: Buffer) => {
    pair.stays ||= head.includes('websocket')
  })
  near.pipe(far)
  far.pipe(near)
}

function still({ near, far }: Pair): void {
  near.unpipe(far).pause()
  far.unpipe(near).pause()
}
