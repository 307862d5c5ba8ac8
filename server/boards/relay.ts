// Passes what passes on layers to the other nodes, sealed and without any promise, like signals.
import { z } from 'zod'
import { id } from '../../shared/contract/fields.ts'
import { sealFor } from '../log/seal.ts'
import type { RelayChannel } from '../rooms/relay.ts'
import type { Passed } from './passing.ts'

export interface BoardRelay {
  pass(layer: string, passed: readonly Passed[]): void
  heard(listener: (layer: string, passed: readonly Passed[]) => void): void
  close(): void
}

export interface BoardRelayParts {
  /** Null for a node that is alone. */
  readonly channel: RelayChannel | null
  readonly secret: string
  readonly onForged: () => void
}

const hand = z.object({ id: z.string(), participant: id<'participant'>(), name: z.string() })
const envelope = z.object({
  layer: z.string(),
  passed: z.array(
    z.object({
      hand,
      what: z.literal([0, 1, 2]).nullable(),
      bytes: z.base64().transform((text) => Buffer.from(text, 'base64')),
    }),
  ),
})

export function openBoardRelay({ channel, secret, onForged }: BoardRelayParts): BoardRelay {
  const seal = sealFor('board', secret)
  let listener: Parameters<BoardRelay['heard']>[0] = () => undefined
  const stop = channel?.listen((text) => {
    const payload = typeof text === 'string' ? seal.open(text) : null
    if (payload === null) {
      onForged()
      return
    }
    // Sealed, so it is a node's; of another release perhaps.
    const read = envelope.safeParse(JSON.parse(payload))
    if (read.success) listener(read.data.layer, read.data.passed)
  })
  return {
    pass(layer, passed) {
      const plain = passed.map((one) => ({
        ...one,
        bytes: Buffer.from(one.bytes).toString('base64'),
      }))
      channel?.send(seal.close(JSON.stringify({ layer, passed: plain })))
    },
    heard(hear) {
      listener = hear
    },
    close: () => stop?.(),
  }
}
