// Scripted people of all roles who do something every few seconds while something breaks, and who come again
// when they were sent away.
import { setTimeout as after } from 'node:timers/promises'
import { newId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { isStaff } from '../../shared/roles.ts'
import { seeded } from '../../server/log/testing/world.ts'
import type { Pupil } from '../wire/pupil.ts'
import { nextAct, type Act, type Random } from './acts.ts'
import type { Found, Recording, Sent } from './checker.ts'
import { kinds } from './kinds.ts'
import { recordingOf } from './talkers.ts'

/** Longer than any fault: nobody gives up. */
const limitMs = 240_000
/** One in so many looks for something that was said. */
const searches = 0.05
/** One answer in so many is lost with the connection, and the command sent again. */
const losses = 0.02
/** Why somebody's connection may be over for good. */
const farewells: readonly (string | undefined)[] = ['removed', 'refused', 'banned', 'left']

export interface ActorsOptions {
  /** Everybody acts about every so many ms, one act after the other; staff do three times as much. */
  readonly everyMs: number
  readonly seed: number
  /** Somebody whose connection is over takes their seat again, at this try; throws what the door says. */
  readonly comeAgain: (before: Pupil, attempt: number) => Promise<Pupil>
}

/** One person: whatever they were connected by, one after the other. */
class Actor {
  readonly connections: [Pupil, ...Pupil[]]
  readonly sent: Sent[] = []
  readonly found: Found[] = []
  readonly accepted: string[] = []
  readonly #random: Random
  #acts = 0
  #attempts = 0

  constructor(pupil: Pupil, seed: number) {
    this.connections = [pupil]
    this.#random = seeded(seed)
  }

  get pupil(): Pupil {
    return this.connections.at(-1) ?? this.connections[0]
  }

  pauseOf(everyMs: number): number {
    return (2 * this.#random() * everyMs) / (isStaff(this.pupil.role) ? 3 : 1)
  }

  /** True when something was answered. */
  async act(comeAgain: ActorsOptions['comeAgain']): Promise<boolean> {
    const { pupil } = this
    if (pupil.connection.state.kind === 'closed') return this.#return(comeAgain)
    if (this.#random() < searches) return this.#search(pupil)
    const act = nextAct(kinds, { pupil, n: this.#acts++, random: this.#random })
    return act !== null && this.#do(pupil, act)
  }

  async #do(pupil: Pupil, { name, input, text }: Act): Promise<boolean> {
    if (this.#random() < losses) pupil.line.loseNextAnswer()
    const key = newId()
    const index = this.sent.push({ key, text, acknowledged: null }) - 1
    const outcome = await pupil.try(name, input as never, { key, limitMs })
    if (!outcome.ok) return true
    this.sent[index] = { key, text, acknowledged: outcome.output.facts }
    if (outcome.output.facts.length > 0) this.accepted.push(name)
    return true
  }

  async #search({ connection }: Pupil): Promise<boolean> {
    const { viewer } = connection
    const outcome = await connection.request('chat.search', { text: 'sentence 1', limit: 20 })
    if (!outcome.ok || viewer === null) return false
    this.found.push({ viewer, facts: outcome.output.facts as Fact[] })
    return true
  }

  async #return(comeAgain: ActorsOptions['comeAgain']): Promise<boolean> {
    const again = await comeAgain(this.pupil, this.#attempts++).catch(refusedAtDoor)
    if (again !== null) this.connections.push(again)
    return again !== null
  }

  recordings(): Recording[] {
    const { sent, found } = this
    return this.connections
      .filter(({ connection }) => connection.viewer !== null)
      .map((pupil, n) => recordingOf(pupil, n === 0 ? { sent, found } : {}))
  }
}

/** A door that is shut for now, or a node that is not there. */
function refusedAtDoor(error: unknown): null {
  if (error instanceof TypeError) return null
  if (error instanceof Error && /: (?:403|503) /.test(error.message)) return null
  throw error
}

export function startActing(pupils: readonly Pupil[], options: ActorsOptions) {
  const stopped = new AbortController()
  let answered = 0
  const actors = pupils.map((pupil, n) => new Actor(pupil, options.seed + n))
  const live = async (actor: Actor) => {
    const { signal } = stopped
    const pause = () => after(actor.pauseOf(options.everyMs), undefined, { signal })
    while (await pause().then(yes, no)) if (await actor.act(options.comeAgain)) answered += 1
  }
  const lives = actors.map(live)
  return {
    /** How many commands were answered so far. */
    get answered() {
      return answered
    },
    /** Lets everybody finish what they do. */
    async finish() {
      stopped.abort()
      await Promise.all(lives)
    },
    recordings: (): Recording[] => actors.flatMap((actor) => actor.recordings()),
    /** Everybody who is in class, or on the way back. */
    get present(): Pupil[] {
      return actors
        .map(({ pupil }) => pupil)
        .filter(({ connection }) => connection.state.kind !== 'closed')
    },
    /** Commands that changed something. */
    get accepted(): Set<string> {
      return new Set(actors.flatMap((actor) => actor.accepted))
    },
    /** Whose connection ended though nobody sent them away. */
    get lost(): string[] {
      return actors.flatMap(({ connections }) =>
        connections.flatMap(({ name, connection: { state } }) =>
          state.kind === 'closed' && !farewells.includes(state.reason?.reason)
            ? [`${name}: ${JSON.stringify(state.reason)}`]
            : [],
        ),
      )
    },
  }
}

const yes = () => true
const no = () => false
