// One's own messages on their way: what the server has not confirmed, and what it refused until one tries again.
import type { Recipient } from '../../../shared/contract/chat.ts'
import type { FileShown } from '../../../shared/contract/files.ts'
import type { Refusal } from '../../../shared/errors.ts'
import type { Room } from '../../classroom/room.svelte.ts'

/** A message of one's own that the server has not confirmed. */
export interface Outgoing {
  /** The command's key: sending it again cannot say it twice. */
  readonly key: string
  readonly text: string
  readonly files: readonly FileShown[]
  readonly replyTo: number | null
  readonly to: Recipient
  /** The conversation it belongs to. */
  readonly thread: string
  readonly state:
    { readonly kind: 'sending' } | { readonly kind: 'failed'; readonly refusal: Refusal }
}

type Said = Omit<Outgoing, 'state'>

/** Where the server does not say how long. */
const waitMs = 1_000
const pause = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms))
const isFailed = ({ state }: Outgoing): boolean => state.kind === 'failed'

export class Sending {
  readonly #room: Room
  #messages = $state.raw<readonly Outgoing[]>([])
  #closed = false

  constructor(room: Room) {
    this.#room = room
  }

  into(thread: string): readonly Outgoing[] {
    return this.#messages.filter((one) => one.thread === thread)
  }

  async send(message: Said): Promise<void> {
    this.#messages = [...this.#messages, { ...message, state: { kind: 'sending' } }]
    this.#settle(message, await this.#say(message))
  }

  async retry(message: Outgoing): Promise<void> {
    this.#put(message.key, { kind: 'sending' })
    this.#settle(message, await this.#say(message))
  }

  /** In their order, one after the other; where that is too fast for the server, as fast as it lets one. */
  async retryAll(thread: string): Promise<void> {
    const failed = this.into(thread).filter(isFailed)
    for (const { key } of failed) this.#put(key, { kind: 'sending' })
    for (const message of failed) {
      let refusal = await this.#say(message)
      while (refusal?.code === 'rateLimited' && !this.#closed) {
        await pause(refusal.retryAfter ?? waitMs)
        refusal = await this.#say(message)
      }
      this.#settle(message, refusal)
    }
  }

  discard(key: string): void {
    this.#messages = this.#messages.filter((one) => one.key !== key)
  }

  close(): void {
    this.#closed = true
  }

  /** Null when it was said. */
  async #say({ key, text, replyTo, to, files }: Said): Promise<Refusal | null> {
    const input = { text, replyTo, to, files: files.map(({ id }) => id) }
    const outcome = await this.#room.command('chat.say', input, { key })
    if (!outcome.ok) return outcome.error
    // Or it would be gone for the moment until its fact is here.
    await this.#room.caughtUp(outcome.output)
    return null
  }

  #settle({ key }: Said, refusal: Refusal | null): void {
    if (refusal === null) this.discard(key)
    else this.#put(key, { kind: 'failed', refusal })
  }

  #put(key: string, state: Outgoing['state']): void {
    this.#messages = this.#messages.map((one) => (one.key === key ? { ...one, state } : one))
  }
}
