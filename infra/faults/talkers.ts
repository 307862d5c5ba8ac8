// Scripted people who talk without a pause while something breaks, and what they recorded.
import { newId } from '../../shared/ids.ts'
import type { Pupil } from '../wire/pupil.ts'
import { recordingOf, type Recording, type Sent } from './recording.ts'

export interface Talkers {
  /** How many commands were answered so far. */
  readonly answered: number
  /** Lets everybody finish their last sentence. */
  finish(): Promise<void>
  recordings(): Recording[]
}

/** Everybody says one sentence after the other, two at a time. */
export function startTalking(pupils: readonly Pupil[]): Talkers {
  let stopped = false
  let answered = 0
  const records = new Map<Pupil, Sent[]>(pupils.map((pupil) => [pupil, []]))

  const say = async (pupil: Pupil, text: string) => {
    const key = newId()
    const sent = records.get(pupil) ?? []
    const index = sent.push({ key, text, acknowledged: null }) - 1
    const outcome = await pupil.try('chat.say', { text, replyTo: null }, { key, limitMs: 120_000 })
    if (!outcome.ok) return
    answered += 1
    sent[index] = { key, text, acknowledged: outcome.output.facts }
  }
  const talk = async (pupil: Pupil) => {
    for (let n = 0; !stopped; n += 2)
      await Promise.all([0, 1].map((more) => say(pupil, `${pupil.name}, sentence ${n + more}`)))
  }
  const talking = pupils.map(talk)
  return {
    get answered() {
      return answered
    },
    async finish() {
      stopped = true
      await Promise.all(talking)
    },
    recordings: () => pupils.map((pupil) => recordingOf(pupil, { sent: records.get(pupil) ?? [] })),
  }
}
