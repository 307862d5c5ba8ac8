// How what an encoder sends is, over the last seconds by when it came. Pure, and of bounded size whatever comes.
import type { InputHealth, InputWarning } from '../../shared/contract/recorder.ts'
import type { FlvEvent } from '../media/flv.ts'
import type { Format, Sample } from '../media/sample.ts'

/** In ms. */
const windowMs = 5_000
const slotMs = 100
const jumps = { byMs: 1_000, rememberedMs: 30_000 }
const absentMs = 5_000
/** Above them it is warned. */
const most = { keyFrameSeconds: 4, framesPerSecond: 61, lines: 1_080, lateSeconds: 1.5 }

type Kind = Sample['kind']

/** What came within a tenth of a second. */
interface Slot {
  readonly at: number
  bits: number
  frames: number
  lateMs: number
}

interface Seen {
  readonly at: number
  readonly dts: number
}

export type Measured = Omit<InputHealth, 'reconnects' | 'rungs'>

export class Health {
  #slots: readonly Slot[] = []
  readonly #formats = new Map<Kind, Format>()
  readonly #last = new Map<Kind, Seen>()
  #begunAt: number | null = null
  /** By how much the stream's clock and ours differ, at the earliest that anything came. */
  #offset = Infinity
  #jumpedAt = -Infinity
  #keyFrame: number | null = null
  #keyFrameSeconds: number | null = null

  /** As it comes, at that time in ms. */
  take(event: FlvEvent, at: number): void {
    this.#begunAt ??= at
    if (event.type === 'format') this.#formats.set(event.format.kind, event.format)
    else this.#count(event.sample, at)
  }

  /** Null while nothing came. */
  read(now: number): Measured | null {
    const slots = this.#slots.filter(({ at }) => at > now - windowMs)
    if (this.#begunAt === null || this.#last.size === 0) return null
    const seconds = Math.max(slotMs, Math.min(windowMs, now - this.#begunAt)) / 1_000
    const sum = (of: (slot: Slot) => number) => slots.reduce((all, slot) => all + of(slot), 0)
    const lateSeconds = slots.reduce((worst, { lateMs }) => Math.max(worst, lateMs), 0) / 1_000
    const measured = {
      picture: this.#picture(sum(({ frames }) => frames) / seconds),
      sound: this.#sound(),
      bitrate: sum(({ bits }) => bits) / seconds,
      lateSeconds,
    }
    return { ...measured, warnings: this.#warnings(measured, now) }
  }

  #count(sample: Sample, at: number): void {
    const { kind, dts, isKey, data } = sample
    this.#lookForJump(sample, at)
    this.#last.set(kind, { at, dts })
    this.#offset = Math.min(this.#offset, at - dts)
    const slot = this.#slotAt(at)
    slot.bits += data.length * 8
    slot.lateMs = Math.max(slot.lateMs, at - dts - this.#offset)
    if (kind === 'audio') return
    slot.frames += 1
    if (!isKey) return
    if (this.#keyFrame !== null) this.#keyFrameSeconds = (dts - this.#keyFrame) / 1_000
    this.#keyFrame = dts
  }

  /** A clock that begins anew is no delay. */
  #lookForJump({ kind, dts }: Sample, at: number): void {
    const last = this.#last.get(kind)
    if (last === undefined) return
    const [step, waited] = [dts - last.dts, at - last.at]
    if (Math.abs(step) <= jumps.byMs || Math.abs(step - waited) <= jumps.byMs) return
    this.#jumpedAt = at
    this.#offset = Infinity
    this.#keyFrame = null
    this.#slots = this.#slots.map((slot) => ({ ...slot, lateMs: 0 }))
  }

  #slotAt(at: number): Slot {
    const last = this.#slots.at(-1)
    if (last !== undefined && at - last.at < slotMs) return last
    const slot = { at, bits: 0, frames: 0, lateMs: 0 }
    this.#slots = [...this.#slots.filter((one) => one.at > at - windowMs), slot]
    return slot
  }

  #picture(framesPerSecond: number): Measured['picture'] {
    const format = this.#formats.get('video')
    if (format?.kind !== 'video') return null
    const { codec, width, height } = format
    return { codec, width, height, framesPerSecond, keyFrameSeconds: this.#keyFrameSeconds }
  }

  #sound(): Measured['sound'] {
    const format = this.#formats.get('audio')
    if (format?.kind !== 'audio') return null
    const { codec, sampleRate, channels } = format
    return { codec, sampleRate, channels }
  }

  #warnings({ picture, lateSeconds }: Omit<Measured, 'warnings'>, now: number): InputWarning[] {
    const { width = 0, height = 0, framesPerSecond = 0 } = picture ?? {}
    const holds: Partial<Record<InputWarning, boolean>> = {
      keyFrames: this.#keyFramesAreRare(now),
      manyFrames: framesPerSecond > most.framesPerSecond,
      large: Math.min(width, height) > most.lines,
      late: lateSeconds > most.lateSeconds,
      jumps: now - this.#jumpedAt <= jumps.rememberedMs,
      noSound: this.#isAbsent('audio', now),
      noPicture: this.#isAbsent('video', now),
    }
    return (Object.keys(holds) as InputWarning[]).filter((warning) => holds[warning] === true)
  }

  /** Also while the next one is still awaited. */
  #keyFramesAreRare(now: number): boolean {
    const last = this.#last.get('video')
    const waited =
      this.#keyFrame === null || last === undefined ? 0 : (last.dts - this.#keyFrame) / 1_000
    return (
      Math.max(waited, this.#keyFrameSeconds ?? 0) > most.keyFrameSeconds &&
      !this.#isAbsent('video', now)
    )
  }

  /** Although the other one comes. */
  #isAbsent(kind: Kind, now: number): boolean {
    const other = this.#last.get(kind === 'video' ? 'audio' : 'video')
    const since = this.#last.get(kind)?.at ?? this.#begunAt ?? now
    return other !== undefined && now - other.at <= windowMs && other.at - since > absentMs
  }
}
