// Files that people of a class under faults send by HTTP and share in its chat, and that they ask for; those
// who may not do so too.
import type { Recipient } from '../../../shared/contract/chat.ts'
import type { FileId } from '../../../shared/ids.ts'
import { at, deed, type Kind, type Scene } from '../acts.ts'
import { all, messages, people } from './aims.ts'

/** One pixel. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

const attached = (scene: Scene) => messages(scene).filter(({ files }) => files.length > 0)

function share(weight: number, to: (scene: Scene) => Recipient | null): Kind {
  return deed(all, weight)('files', to, (actor, recipient, { words: text, chance }) =>
    actor.share(
      chance(0.3) ? [Buffer.from(picture, 'base64'), 'pixel.png'] : [text, 'notes.txt'],
      text,
      { text, replyTo: null, to: recipient },
    ),
  )
}

export const files: readonly Kind[] = [
  share(2, () => ({ kind: 'all' })),
  share(1, () => ({ kind: 'staff' })),
  share(
    1,
    at(people, ({ participant }) => ({ kind: 'person', participant })),
  ),
  deed(all, 2)(
    'files',
    at(attached, ({ seq, files: [file] }, { any, chance, ...scene }) => ({
      file: file?.id as FileId,
      // Another message that one sees opens nothing.
      message: chance(0.3) ? (any(messages({ any, chance, ...scene }))?.seq ?? seq) : seq,
    })),
    (actor, { file, message }) => actor.fetch(file, message),
  ),
]
