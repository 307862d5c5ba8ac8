// What the connection needs of a wire: dial once, hear events, send calls. Its real body is Socket.IO
// (`socket.ts`); tests give another.
import type { Answer, Hello, ServerEvents } from '../../shared/contract/room.ts'
import type { Refusal } from '../../shared/errors.ts'

export interface Call {
  readonly name: string
  readonly key?: string
  readonly input: unknown
}

export type LinkEvents = {
  readonly [Name in keyof ServerEvents]: ServerEvents[Name]
} & {
  /** The wire is gone, or never came up; `refusal` when the server said why. Told once. */
  readonly down: (refusal: Refusal | null) => void
}

/** One attempt and, if it works, the connection that comes of it. */
export interface Link {
  command(call: Call, answer: (answer: Answer) => void): void
  request(call: Call, answer: (answer: Answer) => void): void
  signal(call: Call): void
  /** Idempotent; tells nobody. */
  close(): void
}

export type Dial = (hello: Hello, events: LinkEvents) => Link
