// The TURN servers that a person may use, with a password of their own that ends by itself: coturn checks
// it by the secret it shares with the servers (`use-auth-secret`), and asks nobody.
import { createHmac } from 'node:crypto'
import type { RequestOutput } from '../../shared/contract/index.ts'
import type { ParticipantId } from '../../shared/ids.ts'

export interface TurnConfig {
  readonly urls: readonly string[]
  readonly secret: string
}

export type IceServers = RequestOutput<'media.join'>['iceServers']
export type IceServersFor = (participant: ParticipantId, lastMs?: number) => IceServers

/** Longer than a class: whoever mends a connection uses the same name, whoever builds one gets a new one. */
const classMs = 12 * 60 * 60 * 1_000

/** None without TURN: then browsers reach the sfus themselves or not at all. */
export function iceServersBy(turn: TurnConfig | null, now: () => number): IceServersFor {
  if (turn === null) return () => []
  const { urls, secret } = turn
  return (participant, lastMs = classMs) => {
    const username = `${Math.floor((now() + lastMs) / 1_000)}:${participant}`
    const credential = createHmac('sha1', secret).update(username).digest('base64')
    return [{ urls: [...urls], username, credential }]
  }
}
