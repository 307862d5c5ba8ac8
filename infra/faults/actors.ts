// Scripted people of all roles who do something every few seconds while something breaks.
import { setTimeout as after } from 'node:timers/promises'
import { newId } from '../../shared/ids.ts'
import { seeded } from '../../server/log/testing/world.ts'
import type { Pupil } from '../wire/pupil.ts'
import { nextAct } from './acts.ts'
import type { Recording, Sent } from './checker.ts'
import { recordingOf, type Talkers } from './talkers.ts'

/** Longer than any fault: nobody gives up. */
const limitMs = 240_000

/** Everybody acts about every `everyMs`, one act after the other. */
export function startActing(pupils: readonly Pupil[], everyMs: number): Talkers {
  const stopped = new AbortController()
  let answered = 0
  const records = new Map<Pupil, Sent[]>(pupils.map((pupil) => [pupil, []]))

  const live = async (pupil: Pupil, seed: number) => {
    const random = seeded(seed)
    const sent = records.get(pupil) ?? []
    const pause = () => after(2 * random() * everyMs, undefined, { signal: stopped.signal })
    for (let n = 0; await pause().then(yes, no); n += 1) {
      const { name, input, text } = nextAct(pupil, n, random)
      const key = newId()
      const index = sent.push({ key, text, acknowledged: null }) - 1
      const outcome = await pupil.try(name, input as never, { key, limitMs })
      answered += 1
      if (outcome.ok) sent[index] = { key, text, acknowledged: outcome.output.facts }
    }
  }
  const lives = pupils.map((pupil, n) => live(pupil, n + 1))
  return {
    get answered() {
      return answered
    },
    async finish() {
      stopped.abort()
      await Promise.all(lives)
    },
    recordings: (): Recording[] =>
      pupils.map((pupil) => recordingOf(pupil, records.get(pupil) ?? [])),
  }
}

const yes = () => true
const no = () => false
