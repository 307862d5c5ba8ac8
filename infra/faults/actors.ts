// Scripted people of all roles who do something every few seconds while something breaks, and who come again
// when they were sent away.
import { setTimeout as after } from 'node:timers/promises'
import { isStaff } from '../../shared/roles.ts'
import { seeded } from '../../server/log/testing/world.ts'
import type { Pupil } from '../wire/pupil.ts'
import { Actor, refusedAtDoor } from './actor.ts'
import { nextAct } from './acts.ts'
import { kinds } from './kinds.ts'
import type { Recording } from './recording.ts'

/** Why somebody's connection may be over for good. */
const farewells: readonly (string | undefined)[] = ['removed', 'refused', 'banned', 'left']

export interface ActorsOptions {
  /** Everybody acts about every so many ms, one act after the other; staff do three times as much. */
  readonly everyMs: number
  readonly seed: number
  /** Somebody whose connection is over takes their seat again, at this try; throws what the door says. */
  readonly comeAgain: (before: Pupil, attempt: number) => Promise<Pupil>
}

/** One act after the other, until it is over. */
async function live(actor: Actor, signal: AbortSignal, options: ActorsOptions): Promise<void> {
  const pace = options.everyMs / (isStaff(actor.pupil.role) ? 3 : 1)
  const pause = () => after(2 * actor.random() * pace, undefined, { signal })
  let attempts = 0
  for (let n = 0; await pause().then(yes, no); n += 1) {
    if (actor.isPresent) {
      await nextAct(kinds, { actor, n })?.(actor)
      continue
    }
    const again = await options.comeAgain(actor.pupil, attempts++).catch(refusedAtDoor)
    if (again === undefined) continue
    actor.connections.push(again)
    actor.answered += 1
  }
}

/** How many ask for one file at the end, beside whoever sent it and the first of staff. */
const askers = 3

/** Whoever sent a file, and some who may have it or may not, ask for it. */
async function fetchShared(actors: readonly Actor[]): Promise<void> {
  const present = actors.filter(({ isPresent }) => isPresent)
  let turn = 0
  for (const sender of actors)
    for (const { file, message } of sender.diary.uploads) {
      if (message === null) continue
      const others = Array.from({ length: askers }, () => present[turn++ % present.length])
      const asking = [present[0], sender.isPresent ? sender : undefined, ...others]
      const unalike = new Set(asking.filter((one) => one !== undefined))
      await Promise.all([...unalike].map((one) => one.fetch(file.id, message, true)))
    }
}

export function startActing(pupils: readonly Pupil[], options: ActorsOptions) {
  const stopped = new AbortController()
  const actors = pupils.map((pupil, n) => new Actor(pupil, seeded(options.seed + n)))
  const lives = actors.map((actor) => live(actor, stopped.signal, options))
  return {
    /** How much was answered so far. */
    get answered() {
      return actors.reduce((sum, { answered }) => sum + answered, 0)
    },
    /** Lets everybody finish what they do. */
    async finish() {
      stopped.abort()
      await Promise.all(lives)
    },
    fetchShared: () => fetchShared(actors),
    recordings: (): Recording[] => actors.flatMap((actor) => actor.recordings()),
    /** Everybody who is in class, or on the way back. */
    get present(): Pupil[] {
      return actors.filter(({ isPresent }) => isPresent).map(({ pupil }) => pupil)
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
