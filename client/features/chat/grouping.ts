// Whether a message goes on from the one before it, under the same name. Pure.
import type { Message } from '../../../shared/room/chat.ts'

const together = 3 * 60_000

export function followsOn(message: Message, before: Message): boolean {
  return (
    message.participant !== null &&
    message.participant === before.participant &&
    message.name === before.name &&
    message.replyTo === null &&
    message.at - before.at < together
  )
}
