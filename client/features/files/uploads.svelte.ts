// Files on their way: chosen, being sent with progress, there, or failed with why and another try. Two at a
// time. It knows neither where they go nor what becomes of them there.
import { LyceumError, type Refusal } from '../../../shared/errors.ts'
import { refusalOf } from '../../api/explain.ts'
import type { Sending } from '../../api/sendFile.ts'
import { asJpeg } from './jpeg.ts'

export type UploadState<Result> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly refusal: Refusal; readonly again: boolean }

export interface Upload<Result> {
  readonly id: number
  readonly name: string
  readonly size: number
  /** Of a picture, to look at before it is there. */
  readonly preview: string | null
  readonly state: UploadState<Result>
}

export type Send<Result> = (
  file: File,
  progress: (share: number) => void,
) => Promise<Omit<Sending, 'done'> & { readonly done: Promise<Result> }>

interface Options<Result> {
  readonly send: Send<Result>
  /** Bytes of one file. */
  readonly limit: number
  /** How many there may be together. */
  readonly most: number
  readonly done?: (result: Result) => void
}

const atOnce = 2
/** The same file sent again would be refused again. */
const final: ReadonlySet<string> = new Set(['invalid', 'tooLarge', 'conflict'])

export class Uploads<Result> {
  readonly limit: number
  readonly #options: Options<Result>
  /** Nothing on the screen follows these two. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #files = new Map<number, File>()
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #running = new Map<number, () => void>()
  #items = $state.raw<readonly Upload<Result>[]>([])
  #count = 0

  constructor(options: Options<Result>) {
    this.#options = options
    this.limit = options.limit
  }

  get items(): readonly Upload<Result>[] {
    return this.#items
  }

  // Not derived: it outlives the component that made it, and a derived value would go stale with that one.

  /** Some are not there yet. */
  get busy(): boolean {
    return this.#items.some(({ state }) => state.kind === 'waiting' || state.kind === 'sending')
  }

  get failed(): boolean {
    return this.#items.some(({ state }) => state.kind === 'failed')
  }

  get ready(): readonly Result[] {
    return this.#items.flatMap(({ state }) => (state.kind === 'done' ? [state.result] : []))
  }

  get room(): number {
    return this.#options.most - this.#items.length
  }

  /** Takes as many as there is room for; answers how many it left. */
  add(files: readonly File[]): number {
    const taken = files.slice(0, Math.max(0, this.room))
    for (const file of taken) this.#begin(file)
    this.#next()
    return files.length - taken.length
  }

  retry(id: number): void {
    this.#set(id, { kind: 'waiting' })
    this.#next()
  }

  /** Stops it if it is on its way, and forgets it. */
  remove(id: number): void {
    this.#running.get(id)?.()
    this.#running.delete(id)
    this.#forget([id])
    this.#next()
  }

  /** Forgets those that are there. */
  clear(): void {
    this.#forget(this.#items.filter(({ state }) => state.kind === 'done').map(({ id }) => id))
  }

  close(): void {
    for (const { id } of this.#items) this.remove(id)
  }

  #forget(ids: readonly number[]): void {
    for (const { id, preview } of this.#items)
      if (ids.includes(id) && preview !== null) URL.revokeObjectURL(preview)
    for (const id of ids) this.#files.delete(id)
    this.#items = this.#items.filter(({ id }) => !ids.includes(id))
  }

  #begin(file: File): void {
    const id = (this.#count += 1)
    const { name, size, type } = file
    const preview = /^image\/(jpeg|png|gif|webp)$/.test(type) ? URL.createObjectURL(file) : null
    this.#files.set(id, file)
    this.#items = [...this.#items, { id, name, size, preview, state: { kind: 'waiting' } }]
    if (size > this.limit) this.#fail(id, new LyceumError('tooLarge', '', { reason: 'file-size' }))
    else if (size === 0) this.#fail(id, new LyceumError('invalid', '', { reason: 'file-empty' }))
  }

  #next(): void {
    for (const { id, state } of this.#items) {
      if (this.#running.size >= atOnce) return
      if (state.kind === 'waiting' && !this.#running.has(id)) void this.#run(id)
    }
  }

  async #run(id: number): Promise<void> {
    const file = this.#files.get(id)
    if (file === undefined) return
    let cancelled = false
    const isCancelled = (): boolean => cancelled
    this.#running.set(id, () => (cancelled = true))
    this.#set(id, { kind: 'sending', share: 0 })
    try {
      const sending = await this.#options.send(await asJpeg(file), (share) => {
        if (!isCancelled()) this.#set(id, { kind: 'sending', share })
      })
      if (isCancelled()) {
        sending.cancel()
        return
      }
      this.#running.set(id, () => {
        cancelled = true
        sending.cancel()
      })
      const result = await sending.done
      if (isCancelled()) return
      this.#set(id, { kind: 'done', result })
      this.#options.done?.(result)
    } catch (error) {
      if (!isCancelled()) this.#fail(id, error)
    }
    this.#running.delete(id)
    this.#next()
  }

  #fail(id: number, error: unknown): void {
    const refusal = refusalOf(error)
    this.#set(id, { kind: 'failed', refusal, again: !final.has(refusal.code) })
  }

  #set(id: number, state: UploadState<Result>): void {
    this.#items = this.#items.map((one) => (one.id === id ? { ...one, state } : one))
  }
}
