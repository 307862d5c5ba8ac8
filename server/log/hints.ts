// What a node tells the others after a commit: a courtesy that saves them a pull, never a promise. Hints
// are signed with the cluster's secret, because whoever reaches the channel could write to it.
import { z } from 'zod'
import type { FactId, LogId } from '../../shared/ids.ts'
import type { Fact, Position } from '../../shared/log.ts'
import { sealFor } from './seal.ts'
import type { Stop } from './timeline.ts'

export interface Hint {
  readonly log: LogId
  readonly after: Position
  readonly upto: Position
  /** All facts between, or none when they are too much to send along. */
  readonly facts: readonly Fact[]
}

/** How hints travel between nodes; `publish` reaches every node but this one, or not. */
export interface Hints {
  publish(hints: readonly Hint[]): void
  subscribe(listener: (hints: readonly Hint[]) => void): Stop
}

/** Carries text to every other node of the cluster, without any promise. */
export interface HintChannel {
  send(text: string): void
  listen(listener: (text: string) => void): Stop
}

const largestHint = 128 * 1024

const position = z.object({
  seq: z.int(),
  id: z.custom<FactId | null>((value) => value === null || typeof value === 'string'),
})
const fact = z.custom<Fact>(
  (value) => typeof value === 'object' && value !== null && 'seq' in value && 'id' in value,
)
const hints = z.array(
  z.object({
    log: z.string().transform((value) => value as LogId),
    after: position,
    upto: position,
    facts: z.array(fact),
  }),
)

export interface SignedHintsOptions {
  readonly channel: HintChannel
  readonly secret: string
  /** Told of every message that this cluster did not sign. */
  readonly onForged: () => void
}

export function signedHints({ channel, secret, onForged }: SignedHintsOptions): Hints {
  const seal = sealFor('hint', secret)
  const open = (text: string): readonly Hint[] | null => {
    const payload = seal.open(text)
    if (payload === null) return null
    // Signed, so it is a node's; of another release perhaps.
    return hints.safeParse(JSON.parse(payload)).data ?? null
  }

  return {
    publish(list) {
      const whole = JSON.stringify(list)
      const small = whole.length <= largestHint
      const payload = small ? whole : JSON.stringify(list.map((hint) => ({ ...hint, facts: [] })))
      channel.send(seal.close(payload))
    },
    subscribe: (listener) =>
      channel.listen((text) => {
        const opened = open(text)
        if (opened) listener(opened)
        else onForged()
      }),
  }
}

/** For a node that is alone. */
export const noHints: Hints = { publish: () => undefined, subscribe: () => () => undefined }

/** Connects engines within one process, for tests: each gets a channel of its own. */
export class HintBus {
  readonly #listeners = new Map<object, (text: string) => void>()

  channel(): HintChannel {
    const self = {}
    return {
      send: (text) => {
        for (const [other, listener] of this.#listeners) {
          if (other !== self) queueMicrotask(() => listener(text))
        }
      },
      listen: (listener) => {
        this.#listeners.set(self, listener)
        return () => {
          this.#listeners.delete(self)
        }
      },
    }
  }
}

/** The part of a Socket.IO server or namespace that carries hints through its Redis adapter. */
export interface ServerSideEmitter {
  serverSideEmit(event: 'lyceum:hint', text: string): boolean
  on(event: 'lyceum:hint', listener: (text: string) => void): unknown
  off(event: 'lyceum:hint', listener: (text: string) => void): unknown
}

/** Hints through whatever adapter the Socket.IO server has; without one they go nowhere. */
export function socketChannel(io: ServerSideEmitter): HintChannel {
  return {
    send: (text) => {
      io.serverSideEmit('lyceum:hint', text)
    },
    listen: (listener) => {
      const onlyText = (text: unknown) => {
        if (typeof text === 'string') listener(text)
      }
      io.on('lyceum:hint', onlyText)
      return () => {
        io.off('lyceum:hint', onlyText)
      }
    },
  }
}
