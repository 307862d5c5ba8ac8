// Plays clips to a stage as live sources do: each frame when its time has come, over and over.
import type { Frame } from '../pictureSource.ts'
import type { StageSource } from '../stage.ts'

export interface Playing extends Disposable {
  /** From the next frame on that clip, from its beginning. */
  change(clip: readonly Frame[]): void
}

const everyMs = 10

/** `now` in ms of the one clock. `lasts`: how long the clip takes, in ms. */
export function play(source: StageSource, first: readonly Frame[], now: () => number): Playing {
  let clip = first
  let begun = now()
  let next = 0
  const lengthOf = (frames: readonly Frame[]) => {
    const [before, last] = frames.slice(-2)
    return (last?.at ?? 0) + (last?.at ?? 0) - (before?.at ?? 0)
  }
  const timer = setInterval(() => {
    for (;;) {
      const frame = clip[next % clip.length]
      const at = begun + Math.floor(next / clip.length) * lengthOf(clip) + (frame?.at ?? 0)
      if (frame === undefined || at > now()) return
      source.write({ ...frame, at })
      next += 1
    }
  }, everyMs)
  return {
    change: (other) => {
      clip = other
      begun = now()
      next = 0
    },
    [Symbol.dispose]: () => {
      clearInterval(timer)
    },
  }
}
