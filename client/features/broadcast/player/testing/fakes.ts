// A video element and an engine that do what a test says, and tell what was asked of them.
import type { Engine, EngineEvents, OpenEngine, Opening, Reach } from '../engine.ts'

export class FakeVideo extends EventTarget {
  paused = true
  ended = false
  muted = false
  isConnected = true
  volume = 1
  playbackRate = 1
  /** Whether this browser plays sound that no tap asked for, and anything at all. */
  allows: 'all' | 'silent' | 'nothing' = 'all'

  async play(): Promise<void> {
    const isAllowed = this.allows === 'all' || (this.allows === 'silent' && this.muted)
    if (!isAllowed) throw Object.assign(new Error('a tap first'), { name: 'NotAllowedError' })
    if (!this.paused) return
    this.paused = false
    this.tell('play')
  }

  pause(): void {
    if (this.paused) return
    this.paused = true
    this.tell('pause')
  }

  tell(name: string): void {
    this.dispatchEvent(new Event(name))
  }

  /** For what takes a real one. */
  get asElement(): HTMLVideoElement {
    return this as unknown as HTMLVideoElement
  }
}

export class FakeEngine implements Engine {
  readonly opening: Opening
  readonly asked: string[] = []
  date: number | null = null
  reach: Reach | null = null

  constructor(opening: Opening) {
    this.opening = opening
  }

  get events(): EngineEvents {
    return this.opening.events
  }

  seek = (date: number): void => void this.asked.push(`seek ${date}`)
  seekLive = (): void => void this.asked.push('seekLive')
  follow = (isLive: boolean): void => void this.asked.push(isLive ? 'follow' : 'stay')
  choose = (quality: number | null): void => void this.asked.push(`choose ${quality}`)
  limit = (lines: number | null): void => void this.asked.push(`limit ${lines}`)
  reload = (): void => void this.asked.push('reload')
  recover = (): void => void this.asked.push('recover')
  close = (): void => void this.asked.push('close')
}

/** Engines in the order in which they were opened. */
export function fakeEngines(): { readonly open: OpenEngine; readonly engines: FakeEngine[] } {
  const engines: FakeEngine[] = []
  const open: OpenEngine = (opening) => {
    const engine = new FakeEngine(opening)
    engines.push(engine)
    return engine
  }
  return { open, engines }
}
