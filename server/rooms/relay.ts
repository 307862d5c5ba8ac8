// Passes what people say in passing (typing, asking) to the other nodes, so that it reaches the whole room.
// Sealed like hints, and like them never promised: the adapter loses some, and nothing depends on one.
import { z } from 'zod'
import { id } from '../../shared/contract/fields.ts'
import { signals, type SignalName } from '../../shared/contract/index.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { sealFor } from '../log/seal.ts'

/** A signal that its sender's node has allowed. */
export interface Passing {
  readonly room: RoomId
  /** Null where the node itself speaks, of what it gathered. */
  readonly from: ParticipantId | null
  readonly name: SignalName
  readonly data: unknown
}

/** Carries text to every other node, or not. */
export interface RelayChannel {
  send(text: string): void
  listen(listener: (text: unknown) => void): () => void
}

export interface RelayParts {
  readonly channel: RelayChannel
  readonly secret: string
  readonly heard: (passing: Passing) => void
  /** Told of every message that this cluster did not sign. */
  readonly onForged: () => void
}

export interface Relay {
  pass(passing: Passing): void
  close(): void
}

const envelope = z.object({
  room: id<'room'>(),
  from: id<'participant'>().nullable(),
  name: z.string(),
  data: z.unknown(),
})

/** A node of another release may speak of signals that this one does not know. */
function read(payload: string): Passing | null {
  const parsed = envelope.safeParse(JSON.parse(payload))
  if (!parsed.success || !Object.hasOwn(signals, parsed.data.name)) return null
  const name = parsed.data.name as SignalName
  const data = signals[name].data.safeParse(parsed.data.data)
  return data.success ? { ...parsed.data, name, data: data.data } : null
}

export function openRelay({ channel, secret, heard, onForged }: RelayParts): Relay {
  const seal = sealFor('passing', secret)
  const close = channel.listen((text) => {
    const payload = typeof text === 'string' ? seal.open(text) : null
    if (payload === null) {
      onForged()
      return
    }
    const passing = read(payload)
    if (passing !== null) heard(passing)
  })
  return {
    pass(passing) {
      channel.send(seal.close(JSON.stringify(passing)))
    },
    close,
  }
}
