// Hands and keys on a board: what a pointer does goes to the tool in hand, what a key means is done.
import { holdsPoint } from '../../../../shared/board/geometry.ts'
import { shapes } from '../../../../shared/board/shapes/index.ts'
import type { Commands } from './commands.ts'
import type { BoardCommand, RemotePerson, ToolName } from './contract.ts'
import { trembles, type Foreseen, type Sample, type Tool } from './desk.ts'
import { meaningOf, type KeyMeaning } from './keyboard.ts'
import { Pointers, type PointerTarget } from './pointer.ts'
import type { Workshop } from './workshop.ts'

/** What is in hand, and how to take another. */
export interface Grip {
  readonly tool: Tool
  readonly toolName: ToolName
  readonly commands: Commands
  readonly setTool: (name: ToolName) => void
  readonly do: (command: BoardCommand) => void
  /** The eraser at the other end of a pen. */
  readonly turnPen: (on: boolean) => void
}

export class Hands {
  readonly #host: HTMLElement
  readonly #desk: Workshop
  readonly #grip: Grip
  readonly #pointers: Pointers
  readonly #stop = new AbortController()
  /** Whom a click would follow: a pointer that moves on means what lies below them. */
  #met: { readonly from: Sample; readonly person: RemotePerson } | null = null
  #erasing = false

  constructor(host: HTMLElement, desk: Workshop, grip: Grip) {
    this.#host = host
    this.#desk = desk
    this.#grip = grip
    this.#pointers = new Pointers(host, desk.camera, this.#target())
    this.#listenToKeys()
  }

  get busy(): boolean {
    return this.#pointers.busy
  }

  get fingersDraw(): boolean {
    return this.#pointers.fingersDraw
  }

  set fingersDraw(on: boolean) {
    this.#pointers.fingersDraw = on
  }

  get penSeen(): boolean {
    return this.#pointers.penSeen
  }

  set penSeen(seen: boolean) {
    this.#pointers.penSeen = seen
  }

  close(): void {
    this.#stop.abort()
    this.#pointers.close()
  }

  #target(): PointerTarget {
    const desk = this.#desk
    const grip = this.#grip
    return {
      hover: (sample: Sample) => {
        desk.live.pointAt(sample.at)
        const cursor = this.#meets(sample) === null ? grip.tool.hover?.(sample) : 'pointer'
        this.#host.style.cursor = cursor ?? grip.tool.cursor
      },
      down: (sample: Sample) => {
        this.#host.focus({ preventScroll: true })
        const person = this.#meets(sample)
        this.#met = person === null ? null : { from: sample, person }
        grip.tool.down(sample)
        if (grip.tool.hover === undefined) this.#host.style.cursor = grip.tool.cursor
        desk.ask()
      },
      move: (samples: readonly Sample[]) => {
        const last = samples.at(-1)
        if (last !== undefined) {
          desk.live.pointAt(last.at)
          if (this.#met !== null && !trembles(this.#met.from, last)) this.#met = null
        }
        grip.tool.move(samples)
      },
      foresee: (ahead: Foreseen) => {
        grip.tool.foresee?.(ahead)
      },
      up: (sample: Sample) => {
        this.#up(sample)
      },
      cancel: () => {
        this.#met = null
        grip.tool.cancel()
      },
      doubleClick: (sample: Sample) => {
        grip.tool.doubleClick?.(sample)
      },
      left: () => {
        desk.live.pointAt(null)
        grip.tool.left?.()
      },
      moved: () => {
        desk.tell('wandered')
      },
      grips: (how) => {
        const cursors = { open: 'grab', closed: 'grabbing' } as const
        this.#host.style.cursor = how === null ? grip.tool.cursor : cursors[how]
      },
      penSeen: () => {
        this.#pointers.fingersDraw = false
      },
      erasing: (on: boolean) => {
        this.#erasing = on
        grip.turnPen(on)
      },
    }
  }

  /** Whom a click would follow. What draws goes wherever somebody's name stands; handles and what is selected first. */
  #meets(sample: Sample): RemotePerson | null {
    const { tool, toolName } = this.#grip
    const { remote, selection } = this.#desk
    if (this.#erasing || (toolName !== 'select' && toolName !== 'hand')) return null
    const person = remote.personAt(sample.screen)
    if (person === null || (selection.box !== null && holdsPoint(selection.box, sample.at)))
      return null
    const cursor = tool.hover?.(sample) ?? null
    return cursor === null || cursor === 'move' ? person : null
  }

  #up(sample: Sample): void {
    const { tool } = this.#grip
    const met = this.#met
    this.#met = null
    if (met !== null && trembles(met.from, sample)) {
      tool.cancel()
      this.#desk.tell('met', met.person)
    } else tool.up(sample)
    if (tool.hover === undefined) this.#host.style.cursor = tool.cursor
    this.#desk.ask()
  }

  #listenToKeys(): void {
    const { signal } = this.#stop
    this.#host.addEventListener(
      'keydown',
      (event) => {
        this.#press(event)
      },
      { signal },
    )
    const release = (event: Event) => {
      if (event.type === 'blur' || (event as KeyboardEvent).key === ' ')
        this.#pointers.spaceHeld = false
    }
    this.#host.addEventListener('keyup', release, { signal })
    this.#host.addEventListener('blur', release, { signal })
  }

  /** What means nothing here is the page's. */
  #press(event: KeyboardEvent): void {
    if (event.target !== this.#host || event.isComposing) return
    if (event.key === ' ') this.#pointers.spaceHeld = true
    else {
      const meaning = this.#meaningOf(event)
      if (meaning === null || !this.#act(meaning)) return
    }
    event.preventDefault()
    event.stopPropagation()
    this.#desk.ask()
  }

  #meaningOf(event: KeyboardEvent): KeyMeaning | null {
    return meaningOf(event, {
      selected: this.#desk.selection.size > 0,
      shapeFor: (key) => shapes.find((shape) => shape.key === key)?.type ?? null,
    })
  }

  /** False when it meant nothing now: then it is the page's. */
  #act(meaning: KeyMeaning): boolean {
    switch (meaning.kind) {
      case 'do':
        this.#grip.do(meaning.command)
        break
      case 'move':
        this.#grip.commands.acts?.move(meaning.by)
        break
      case 'scale':
        this.#grip.commands.acts?.scale(meaning.by)
        break
      case 'turn':
        this.#grip.commands.acts?.turn(meaning.by)
        break
      case 'pan':
        this.#desk.camera.panBy(meaning.by)
        this.#desk.tell('wandered')
        break
      case 'tool':
        this.#grip.setTool(meaning.tool)
        break
      case 'key':
        return this.#pressed(meaning.key)
    }
    return true
  }

  #pressed(key: 'enter' | 'escape'): boolean {
    if (this.#grip.tool.key?.(key) === true) return true
    const { selection } = this.#desk
    if (key === 'escape') {
      this.#met = null
      if (this.#pointers.busy) this.#grip.tool.cancel()
      else if (selection.size > 0) selection.clear()
      else if (this.#grip.toolName !== 'select') this.#grip.setTool('select')
      else return false
      return true
    }
    this.#grip.do(selection.size > 0 ? 'editText' : 'focusNext')
    return true
  }
}
