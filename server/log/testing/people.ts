// Those who use the simulated nodes, and what they remember: clients that send commands until they are
// answered, observers that fold what a node tells, readers that fold what a client is sent.
import { newId, type LogId, type ParticipantId } from '../../../shared/ids.ts'
import { origin, type Envelope, type Fact, type Frame, type Position } from '../../../shared/log.ts'
import type { SubmitOutcome } from '../commandQueue.ts'
import { frameOf } from '../frames.ts'
import type { Log } from '../log.ts'
import type { Stop } from '../timeline.ts'
import { ledgerRules, type LedgerCommand, type LedgerState } from './ledger.ts'
import type { SimulatedNode, World } from './world.ts'

export interface Answer {
  readonly log: LogId
  readonly envelope: Envelope<LedgerCommand>
  readonly outcome: SubmitOutcome
  /** False when an earlier attempt was given up without an answer. */
  readonly onlyAttempt: boolean
}

type LedgerLog = Log<LedgerState, LedgerCommand>

export interface Stage {
  readonly world: World
  readonly logs: readonly LogId[]
  readonly answers: Answer[]
}

function randomCommand(world: World, text: string): LedgerCommand {
  const roll = world.random()
  if (roll < 0.2) return { name: 'say', text }
  if (roll < 0.35) return { name: 'whisper', text }
  if (roll < 0.5) return { name: 'sayTwice', text }
  if (roll < 0.65) return { name: 'take' }
  if (roll < 0.8) return { name: 'drop' }
  if (roll < 0.95) return { name: 'erase', target: 1 + Math.floor(world.random() * 20) }
  return { name: 'look' }
}

/** The answer, or null when none comes in time: the node is dead, or paused for long. */
async function attempt(
  node: SimulatedNode,
  log: LogId,
  envelope: Envelope<LedgerCommand>,
): Promise<SubmitOutcome | null> {
  const { world } = node
  const patience = 500 + world.random() * 12_000
  const timeout = new Promise<null>((resolve) => {
    world.after(patience, () => resolve(null))
  })
  const work = async () => {
    using hold = await node.logs.open(log)
    return await hold.log.submit(envelope)
  }
  return Promise.race([timeout, work().catch(() => null)])
}

/** Sends commands one after another; each with its key until it is answered. */
export async function client(stage: Stage, commands: number): Promise<void> {
  const { world, logs, answers } = stage
  const actor = newId<'participant'>()
  for (let n = 0; n < commands; n += 1) {
    const log = world.pick(logs)
    const envelope = { key: `k${n}`, actor, command: randomCommand(world, `${n}`) }
    let onlyAttempt = true
    for (;;) {
      const outcome = await attempt(world.pick(world.nodes), log, envelope)
      const away = outcome !== null && !outcome.ok && outcome.refusal.code === 'unavailable'
      if (outcome === null || away) {
        onlyAttempt = false
        continue
      }
      answers.push({ log, envelope, outcome, onlyAttempt })
      // Whoever was answered may ask again: a duplicated packet, a second tab.
      if (!outcome.ok || world.chance(0.7)) break
    }
  }
}

/** Fails as soon as what a node tells does not follow from what it told before. */
export async function observe(node: SimulatedNode, id: LogId): Promise<void> {
  const { log } = await node.logs.open(id)
  let { state, position } = log
  log.subscribe((batch) => {
    if (batch.after.seq !== position.seq || batch.after.id !== position.id) {
      throw new Error(`a batch after ${batch.after.seq} does not follow ${position.seq}`)
    }
    state = batch.reset ? batch.state : batch.facts.reduce(evolve, state)
    position = batch.upto
    if (state.digest !== batch.state.digest) throw new Error('a batch does not fold to its state')
  })
}

function evolve(state: LedgerState, fact: Fact): LedgerState {
  return ledgerRules.evolve(state, fact)
}

const seesAll = () => true

/** A person's client: folds frames, pulls when one is missing, moves to another node now and then. */
export class Reader {
  readonly id: ParticipantId = newId()
  readonly #stage: Stage
  readonly #log: LogId
  state = ledgerRules.initial
  have: Position = origin
  #connection = 0
  #leave: Stop = () => undefined

  constructor(stage: Stage) {
    this.#stage = stage
    this.#log = stage.world.pick(stage.logs)
  }

  get log(): LogId {
    return this.#log
  }

  async connect(node: SimulatedNode): Promise<void> {
    this.#leave()
    this.#connection += 1
    const connection = this.#connection
    const hold = await node.logs.open(this.#log)
    if (connection !== this.#connection) return
    const { log } = hold
    const unsubscribe = log.subscribe((batch) => {
      if (batch.reset) this.#takeSnapshot(log)
      else this.#take(frameOf(batch, seesAll), log, connection)
    })
    this.#leave = () => {
      unsubscribe()
      hold.release()
    }
    await this.#catchUp(log, connection)
  }

  async #catchUp(log: LedgerLog, connection: number): Promise<void> {
    const missed = await log.catchUp(this.have, seesAll)
    if (connection !== this.#connection) return
    if ('reset' in missed) this.#takeSnapshot(log)
    else this.#take(missed.frame, log, connection)
  }

  #takeSnapshot(log: LedgerLog): void {
    this.state = log.state
    this.have = log.position
  }

  #take({ after, upto, facts }: Frame, log: LedgerLog, connection: number): void {
    if (upto.seq <= this.have.seq) return
    if (after > this.have.seq) {
      const tryAgain = () => void this.#stage.world.after(100, () => this.#retry(log, connection))
      void this.#catchUp(log, connection).catch(tryAgain)
      return
    }
    this.state = facts.filter(({ seq }) => seq > this.have.seq).reduce(evolve, this.state)
    this.have = upto
  }

  #retry(log: LedgerLog, connection: number): void {
    if (connection !== this.#connection) return
    const tryAgain = () => void this.#stage.world.after(100, () => this.#retry(log, connection))
    void this.#catchUp(log, connection).catch(tryAgain)
  }
}
