// The keys of the page: who registers one, when it may fire, and what a person changed. Never while
// typing, never with Ctrl, Alt or Meta held; all of them can be changed or turned off.
import { createContext, untrack } from 'svelte'
import { keyOf, mayFire, parseChoices, type KeyChoices } from './keys.ts'
import { recall, remember } from './memory.ts'

export interface Shortcut {
  /** Stable, such as `microphone`: what a changed key is remembered under. */
  readonly id: string
  /** As `keyOf` names it: `m`, `?`, `space`, `escape`. */
  readonly key: string
  /** For the help sheet; read when shown, so that it follows the language. */
  readonly label: () => string
  readonly run: () => void
  /** For keys that act while held: called when the key goes up, or focus is lost. */
  readonly release?: () => void
  /** Fires only when no control has focus; for the space bar, which presses buttons. */
  readonly onlyFree?: boolean
  readonly when?: () => boolean
}

export interface KeyRow {
  readonly label: string
  readonly keys: string
}

/** Keys of one part of the page that has its own, which nobody can change; read when shown. */
export interface KeySheet {
  readonly title: () => string
  readonly rows: () => readonly KeyRow[]
}

const isText = (value: unknown): value is string => typeof value === 'string'

export class Shortcuts {
  #list = $state.raw<readonly Shortcut[]>([])
  #sheets = $state.raw<readonly KeySheet[]>([])
  #choices = $state.raw<KeyChoices>(parseChoices(recall('keys', isText)))
  #held: Shortcut | null = null
  /** The key that holds it, as `code` names it. */
  #heldKey: string | null = null

  get list(): readonly Shortcut[] {
    return this.#list
  }

  /** For the help sheet alone: these keys are heard where they mean something. */
  get sheets(): readonly KeySheet[] {
    return this.#sheets
  }

  /** Returns its undo. */
  tell(sheet: KeySheet): () => void {
    this.#sheets = [...untrack(() => this.#sheets), sheet]
    return () => {
      this.#sheets = untrack(() => this.#sheets).filter((one) => one !== sheet)
    }
  }

  get on(): boolean {
    return this.#choices.on
  }

  /** The key it has now, or null when it was turned off. */
  keyFor(shortcut: Pick<Shortcut, 'id' | 'key'>): string | null {
    const chosen = this.#choices.keys[shortcut.id]
    return chosen === undefined ? shortcut.key : chosen
  }

  /** The key of a registered shortcut, for a tooltip; undefined when there is none to press. */
  hint(id: string): string | undefined {
    const shortcut = this.#list.find((one) => one.id === id)
    if (shortcut === undefined || !this.on) return undefined
    return this.keyFor(shortcut) ?? undefined
  }

  /** Returns its undo; made to be what an effect returns. */
  register(...shortcuts: readonly Shortcut[]): () => void {
    // Untracked: an effect that registers must not run again because the list changed.
    this.#list = [...untrack(() => this.#list), ...shortcuts]
    return () => {
      this.#list = untrack(() => this.#list).filter((one) => !shortcuts.includes(one))
    }
  }

  turn(on: boolean): void {
    this.#keep({ ...this.#choices, on })
  }

  /** `null` turns one off. Whoever had the key before loses it. */
  change(id: string, key: string | null): void {
    const keys: Record<string, string | null> = { ...this.#choices.keys, [id]: key }
    for (const other of this.#list) {
      if (key !== null && other.id !== id && this.keyFor(other) === key) keys[other.id] = null
    }
    this.#keep({ ...this.#choices, keys })
  }

  reset(): void {
    this.#keep({ on: true, keys: {} })
  }

  /** Starts listening; returns its undo. */
  listen(target: Window): () => void {
    const down = (event: KeyboardEvent): void => this.#down(event)
    const up = (event: KeyboardEvent): void => {
      // Whatever else is held by then; and macOS tells of no key that goes up while Cmd is down.
      if (event.code === this.#heldKey || event.key === 'Meta') this.#release()
    }
    const away = (): void => this.#release()
    target.addEventListener('keydown', down)
    target.addEventListener('keyup', up)
    target.addEventListener('blur', away)
    return () => {
      target.removeEventListener('keydown', down)
      target.removeEventListener('keyup', up)
      target.removeEventListener('blur', away)
      this.#release()
    }
  }

  #down(event: KeyboardEvent): void {
    const key = keyOf(event)
    if (!this.on || key === null || event.defaultPrevented) return
    const shortcut = this.#list.findLast(
      (one) => this.keyFor(one) === key && (one.when?.() ?? true),
    )
    if (shortcut === undefined || !mayFire(event.target, shortcut.onlyFree ?? false)) return
    event.preventDefault()
    if (event.repeat) return
    if (shortcut.release !== undefined) {
      this.#held = shortcut
      this.#heldKey = event.code
    }
    shortcut.run()
  }

  #release(): void {
    const held = this.#held
    this.#held = null
    this.#heldKey = null
    held?.release?.()
  }

  #keep(choices: KeyChoices): void {
    this.#choices = choices
    remember('keys', JSON.stringify(choices))
  }
}

export const [getShortcuts, setShortcuts] = createContext<Shortcuts>()
