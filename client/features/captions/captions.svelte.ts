// Captions as one person wants them: whether they are shown, how large and in what contrast; the lines that
// are still worth reading; and writing them, for whoever may.
import { SvelteMap } from 'svelte/reactivity'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { CaptionLine } from '../../../shared/room/captions.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { recall, remember } from '../../ui/memory.ts'

export const sizes = ['small', 'medium', 'large', 'huge'] as const
export type CaptionSize = (typeof sizes)[number]
export const contrasts = ['dark', 'light', 'yellow'] as const
export type CaptionContrast = (typeof contrasts)[number]

const isSize = (value: unknown): value is CaptionSize => sizes.includes(value as CaptionSize)
const isContrast = (value: unknown): value is CaptionContrast =>
  contrasts.includes(value as CaptionContrast)
const isOn = (value: unknown): value is 'on' => value === 'on'

/** The same as the contract's `captionLimit`; a test compares them. */
export const captionLimit = 300
/** How long a line stands when none follows. */
const shownForMs = 15_000
const partialForMs = 5_000
const partialEveryMs = 300
const shownLines = 3

export class Captions {
  readonly #room: Room
  readonly #undo: (() => void)[]
  #on = $state(recall('captions', isOn) === 'on')
  #size = $state<CaptionSize>(recall('captionSize', isSize) ?? 'medium')
  #contrast = $state<CaptionContrast>(recall('captionContrast', isContrast) ?? 'dark')
  readonly #partials = new SvelteMap<ParticipantId, { text: string; until: number }>()
  draft = $state('')
  /** One is writing captions. */
  writing = $state(false)
  #telling: ReturnType<typeof setTimeout> | null = null

  constructor(room: Room) {
    this.#room = room
    this.#undo = [
      room.onFacts(({ type, actor }) => {
        if (type === 'captions.written' && actor !== null && actor !== 'system')
          this.#partials.delete(actor)
      }),
      room.onSignal('captions.partial', ({ text }, from) => {
        if (from === null) return
        const until = room.connection.clock.now() + partialForMs
        this.#partials.set(from, { text, until })
      }),
    ]
  }

  readonly lines: readonly CaptionLine[] = $derived.by(() =>
    this.#room.state.captions
      .filter(({ at }) => this.#room.now - at < shownForMs)
      .takeLast(shownLines)
      .toArray(),
  )

  readonly partials: readonly string[] = $derived.by(() =>
    [...this.#partials.values()]
      .filter(({ until, text }) => until > this.#room.now && text !== '')
      .map(({ text }) => text),
  )

  get on(): boolean {
    return this.#on
  }

  get size(): CaptionSize {
    return this.#size
  }

  get contrast(): CaptionContrast {
    return this.#contrast
  }

  get mayWrite(): boolean {
    return this.#room.can('captions.write')
  }

  show(on: boolean): void {
    this.#on = on
    remember('captions', on ? 'on' : null)
  }

  resize(size: CaptionSize): void {
    this.#size = size
    remember('captionSize', size)
  }

  recolour(contrast: CaptionContrast): void {
    this.#contrast = contrast
    remember('captionContrast', contrast)
  }

  /** Whoever writes sees what comes of it. */
  startWriting(writing: boolean): void {
    this.writing = writing
    if (writing) this.show(true)
  }

  /** Called at each key; tells what stands there a moment later, so that the last letters come too. */
  types(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null
      this.#room.connection.signal('captions.partial', { text: this.draft.slice(0, captionLimit) })
    }, partialEveryMs)
  }

  /** A line that was refused comes back to be written again. */
  async write(): Promise<void> {
    const text = this.draft.trim()
    if (text === '') return
    this.draft = ''
    this.#tellNoMore()
    const line = { text, speaker: null, language: null }
    const written = await this.#room.act('captions.write', line)
    if (!written && this.draft === '') this.draft = text
  }

  #tellNoMore(): void {
    if (this.#telling !== null) clearTimeout(this.#telling)
    this.#telling = null
  }

  close(): void {
    this.#tellNoMore()
    for (const undo of this.#undo) undo()
  }
}
