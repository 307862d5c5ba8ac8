// How much is painted in one frame: more while frames come in time, less as soon as one is late. The unit is
// the cost of a stroke of handwriting. Pure.

const limits = { least: 12, busy: 70, idle: 260 } as const
/** Above this, in ms, a frame was late for 60 a second; below, there was room. */
const late = 22
const inTime = 18.5

export class Pace {
  #allowance = 120

  /** `since` the last frame, in ms; null after a rest. */
  next(since: number | null, busy: boolean): number {
    if (since !== null && since > late) this.#allowance *= busy ? 0.6 : 0.8
    else if (since !== null && since < inTime) this.#allowance *= 1.2
    const most = busy ? limits.busy : limits.idle
    this.#allowance = Math.max(limits.least, Math.min(most, this.#allowance))
    return this.#allowance
  }
}
