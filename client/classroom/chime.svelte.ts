// The only sounds the class makes by itself: for staff when a hand goes up or somebody waits outside, for
// everybody when a timer is over. Each can be turned off, and is remembered in this browser.
import { recall, remember } from '../ui/memory.ts'

export const occasions = ['hand', 'lobby', 'timer'] as const
export type Occasion = (typeof occasions)[number]

const notes: Readonly<Record<Occasion, readonly [number, number]>> = {
  hand: [659, 880],
  lobby: [523, 392],
  timer: [784, 784],
}
/** Ten hands at once are one chime. */
const pauseMs = 2000
const isOff = (value: unknown): value is 'off' => value === 'off'

export class Chime {
  readonly #play: (notes: readonly number[]) => void
  #off = $state.raw<readonly Occasion[]>(
    occasions.filter((one) => recall(`chime.${one}`, isOff) !== null),
  )
  #rungAt = -Infinity

  constructor(play: (notes: readonly number[]) => void) {
    this.#play = play
  }

  isOn(occasion: Occasion): boolean {
    return !this.#off.includes(occasion)
  }

  turn(occasion: Occasion, on: boolean): void {
    this.#off = occasions.filter((one) => (one === occasion ? !on : !this.isOn(one)))
    remember(`chime.${occasion}`, on ? null : 'off')
  }

  ring(occasion: Occasion, now: number): void {
    if (!this.isOn(occasion) || now - this.#rungAt < pauseMs) return
    this.#rungAt = now
    this.#play(notes[occasion])
  }
}

const startsWithinMs = 500
const noteSeconds = 0.16
const loudness = 0.06

/** Two soft notes on the chosen loudspeaker; nothing while the browser holds sound back. */
export async function playNotes(
  frequencies: readonly number[],
  loudspeaker: string | null,
): Promise<void> {
  const context = new AudioContext()
  // By the standard it is suspended at first; where sound is held back it stays so, and this promise open.
  await Promise.race([context.resume(), new Promise((late) => setTimeout(late, startsWithinMs))])
  if (context.state !== 'running') {
    await context.close()
    return
  }
  if (loudspeaker !== null && 'setSinkId' in context) {
    // Gone: the system's own plays instead.
    await (context as AudioContext & { setSinkId(id: string): Promise<void> })
      .setSinkId(loudspeaker)
      .catch(() => undefined)
  }
  const begin = context.currentTime
  for (const [index, frequency] of frequencies.entries()) {
    sound(context, frequency, begin + index * noteSeconds)
  }
  setTimeout(() => void context.close(), 1500)
}

function sound(context: AudioContext, frequency: number, at: number): void {
  const gain = context.createGain()
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.0005, at + 0.6)
  gain.connect(context.destination)
  const tone = context.createOscillator()
  tone.frequency.value = frequency
  tone.connect(gain)
  tone.start(at)
  tone.stop(at + 0.65)
}
