// What servers say to each other over Redis about media nodes: sealed, and never promised.
import { sealFor } from '../log/seal.ts'
import type { RelayChannel } from '../rooms/relay.ts'

export interface TalkParts {
  readonly channel: RelayChannel
  readonly secret: string
  /** Told of every message that this cluster did not seal. */
  readonly onForged: () => void
}

export interface Talk {
  readonly say: (value: unknown) => void
  readonly close: () => void
}

/** `purpose` keeps what was sealed for one talk from another. */
export function openTalk(
  purpose: string,
  { channel, secret, onForged }: TalkParts,
  heard: (value: unknown) => void,
): Talk {
  const seal = sealFor(purpose, secret)
  const close = channel.listen((text) => {
    const payload = typeof text === 'string' ? seal.open(text) : null
    if (payload === null) onForged()
    else heard(JSON.parse(payload))
  })
  return {
    say: (value) => {
      channel.send(seal.close(JSON.stringify(value)))
    },
    close,
  }
}
