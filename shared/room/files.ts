// The files of a class that wait to become part of a message, and how much everybody sent. Deciding needs
// it; no reader has any of it.
import { List, Map } from 'immutable'
import { fileLimits } from '../contract/fileLimits.ts'
import type { FileShown } from '../contract/files.ts'
import type { ParticipantId } from '../ids.ts'
import type { Feature } from './feature.ts'

export interface WaitingFile extends FileShown {
  /** When it came. */
  readonly at: number
}

interface Sent {
  /** All that this person ever sent here. */
  readonly bytes: number
  /** Oldest first. */
  readonly waiting: List<WaitingFile>
}

export interface FileSlice {
  readonly sent: Map<ParticipantId, Sent>
}

interface Encoded {
  readonly sent: [ParticipantId, { readonly bytes: number; readonly waiting: WaitingFile[] }][]
}

const nothing: Sent = { bytes: 0, waiting: List() }

export const files: Feature<FileSlice> = {
  initial: { sent: Map() },
  fold: {
    'files.received': (slice, { at, body: { participant, file } }) => {
      if (participant === null || file === null) return slice
      const { bytes, waiting } = slice.sent.get(participant) ?? nothing
      const next = {
        bytes: bytes + file.size,
        waiting: waiting.push({ ...file, at }).takeLast(fileLimits.waiting),
      }
      return { sent: slice.sent.set(participant, next) }
    },
    'chat.said': (slice, { body, version }) => {
      const said = version < 3 ? [] : (body.files ?? [])
      const { participant } = body
      const own = participant === null ? undefined : slice.sent.get(participant)
      if (participant === null || own === undefined || said.length === 0) return slice
      const waiting = own.waiting.filterNot(({ id }) => said.some((file) => file.id === id))
      return { sent: slice.sent.set(participant, { ...own, waiting }) }
    },
  },
  project: () => files.initial,
  encode: ({ sent }): Encoded => ({
    sent: [...sent].map(([who, { bytes, waiting }]) => [who, { bytes, waiting: [...waiting] }]),
  }),
  decode: (json) => ({
    sent: Map(
      (json as Encoded).sent.map(([who, { bytes, waiting }]): [ParticipantId, Sent] => [
        who,
        { bytes, waiting: List(waiting) },
      ]),
    ),
  }),
}
