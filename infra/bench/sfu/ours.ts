// Our sfus, as processes, asked as a server asks them: everything on one, or what is published on one and
// watched on another.
import { join } from 'node:path'
import { SfuPool } from '../../../server/media/pool.ts'
import type { StagedSource } from '../../../server/media/plane.ts'
import { rememberedRegister, type Register } from '../../../server/media/register.ts'
import type { RtpParameters, Seat } from '../../../shared/contract/sfu.ts'
import { newId } from '../../../shared/ids.ts'
import { repository } from '../../check/steps.ts'
import { memoryBelow, type ProcessMemory } from '../../system.ts'
import { freePort, startProgram, stopProgram, untilReady } from '../../test/programs.ts'
import { until } from '../board/classroom.ts'
import { answerOf, type Answer, type Forwarder, type Own } from './forwarder.ts'

const secret = 'a secret that only this bench knows'

interface RunningSfu extends AsyncDisposable {
  readonly url: string
  readonly pid: number
}

async function startSfu(name: string): Promise<RunningSfu> {
  const [control, media] = [await freePort(), await freePort()]
  const listen = `127.0.0.1:${control}`
  const child = startProgram({
    command: process.execPath,
    args: [join(repository, 'sfu', 'main.ts')],
    env: {
      ...process.env,
      NODE_ID: name,
      CLUSTER_SECRET: secret,
      SFU_LISTEN: listen,
      MEDIA_PORT: String(media),
      SFU_WORKERS: '1',
      // No server orders anything here.
      SFU_CONFIRM_MS: String(600_000),
    },
  })
  const isUp = async () =>
    (await fetch(`http://${listen}/health/ready`).catch(() => null))?.ok === true
  await untilReady(child, isUp)
  return {
    url: `ws://${listen}`,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: () => stopProgram(child, 'SIGKILL'),
  }
}

interface Parts {
  readonly pool: SfuPool
  readonly register: Register
  /** Of the last node. */
  readonly processes: readonly ProcessMemory[]
}

/** One after the other, so that what is published is on the first, and what watches on the last. */
export class Ours implements Forwarder {
  readonly #parts: Parts
  readonly #room = newId<'room'>()
  readonly #stage: StagedSource[] = []
  readonly #end: AsyncDisposableStack

  private constructor(parts: Parts, end: AsyncDisposableStack) {
    this.#parts = parts
    this.#end = end
  }

  static async open(nodes: 1 | 2): Promise<Ours> {
    await using close = new AsyncDisposableStack()
    const sfus: RunningSfu[] = []
    for (let n = 0; n < nodes; n += 1) sfus.push(close.use(await startSfu(`sfu-${n}`)))
    const register = rememberedRegister()
    const urls = sfus.map(({ url }) => url)
    const pool = close.adopt(new SfuPool({ urls, secret, node: 'bench', register }), (one) => {
      one.close()
    })
    await until(() => pool.nodes.filter(({ up }) => up).length === nodes)
    const processes = await memoryBelow(sfus.at(-1)?.pid ?? 0)
    return new Ours({ pool, register, processes }, close.move())
  }

  /** Of the last one. */
  get pids(): readonly number[] {
    return this.#parts.processes.map(({ pid }) => pid)
  }

  get workers(): readonly number[] {
    const isWorker = ({ name }: ProcessMemory) => name.endsWith('mediasoup-worker')
    return this.#parts.processes.filter(isWorker).map(({ pid }) => pid)
  }

  async publish(own: Own, rtpParameters: RtpParameters): Promise<Answer> {
    await this.#seatOn('sfu-0')
    const seat = this.#seat()
    const { send } = await this.#join(seat, [])
    await this.#connect(seat, send.id, own)
    const source = newId<'source'>()
    const kind = 'camera' as const
    const what = { transport: send.id, source, kind, rtpParameters, paused: false }
    const published = await this.#parts.pool.publish({ ...seat, ...what })
    this.#stage.push({ ...published, participant: seat.participant, kind })
    return answerOf(send)
  }

  async subscribe(own: Own, count: number): Promise<Answer> {
    await this.#seatOn(this.#last)
    const seat = this.#seat()
    const stage = this.#stage.slice(0, count)
    const { receive, consumers } = await this.#join(seat, stage)
    if (consumers.length !== count) throw new Error(`${consumers.length} of ${count} are sent`)
    await this.#connect(seat, receive.id, own)
    await this.#parts.pool.resume({ ...seat, consumers: consumers.map(({ id }) => id) })
    return answerOf(receive)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end.disposeAsync()
  }

  get #last(): string {
    return (
      this.#parts.pool.nodes
        .map(({ node }) => node)
        .toSorted()
        .at(-1) ?? ''
    )
  }

  /** All others drain, so that newcomers come there. */
  async #seatOn(node: string): Promise<void> {
    const { pool, register } = this.#parts
    for (const one of pool.nodes) await register.drain(one.node, one.node === node ? null : 3_600)
    await until(() => pool.nodes.every((one) => one.draining === (one.node !== node)))
  }

  #seat(): Seat {
    return { room: this.#room, participant: newId(), session: newId() }
  }

  #join(seat: Seat, stage: readonly StagedSource[]) {
    const { pool } = this.#parts
    const { rtpCapabilities } = pool
    const wish = stage.map(({ source }) => source)
    return pool.join({ ...seat, rtpCapabilities, seq: 0, wish, stage, people: 1 })
  }

  async #connect(seat: Seat, transport: string, { fingerprints }: Own): Promise<void> {
    const dtlsParameters = { role: 'client' as const, fingerprints }
    await this.#parts.pool.connect({ ...seat, transport, dtlsParameters })
  }
}
