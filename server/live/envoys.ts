// Lets servers ask and tell for each other at media nodes.
import type { Envoys } from '../media/envoys.ts'
import { openTalk, type TalkParts } from './talk.ts'

/** Returns how to stop. */
export function connectEnvoys(envoys: Envoys, parts: TalkParts): () => void {
  const talk = openTalk('envoys', parts, (value) => {
    envoys.hear(value)
  })
  envoys.send = talk.say
  return () => {
    envoys.send = () => undefined
    talk.close()
  }
}
