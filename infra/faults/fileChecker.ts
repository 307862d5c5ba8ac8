// Judges files: whoever sent one may, what was taken is there once and part of one message at most, and it is
// given whole to whoever may see that message, as long as it stands, and to nobody else. Part of `checker.ts`.
import type { FileShown } from '../../shared/contract/files.ts'
import type { BodyOf } from '../../shared/contract/index.ts'
import type { FileId } from '../../shared/ids.ts'
import { filesOf } from '../../shared/room/chat.ts'
import { mayDo, viewerOf } from '../../shared/room/standing.ts'
import { evolveRoom, initialRoom, type RoomState } from '../../shared/room/state.ts'
import { maySee, type LoggedFact } from '../wire/truth.ts'
import type { Download, Recording, Upload } from './recording.ts'

type Had = Pick<Recording, 'name' | 'uploads' | 'downloads'>

export function checkFiles(log: readonly LoggedFact[], recordings: readonly Had[]): string[] {
  const shelf = new Shelf(log, new Map(recordings.flatMap((one) => one.uploads.map(byFile))))
  return [
    ...shelf.flaws,
    ...recordings.flatMap(({ name, uploads, downloads }) =>
      [
        ...uploads.flatMap((one) => shelf.judgeUpload(one)),
        ...downloads.flatMap((one) => shelf.judgeDownload(one)),
      ].map((flaw) => `${name} ${flaw}`),
    ),
  ]
}

const byFile = (upload: Upload) => [upload.file.id, upload] as const
const carried = ({ body }: LoggedFact) => filesOf(body)

/** What the log says of files, and as whom everybody sees the class in the end. */
class Shelf {
  readonly flaws: string[] = []
  readonly #uploads: ReadonlyMap<FileId, Upload>
  readonly #received = new Map<FileId, BodyOf<'files.received'>>()
  readonly #used = new Set<FileId>()
  /** Messages, with whatever showed them again. */
  readonly #said = new Map<number, [LoggedFact, ...LoggedFact[]]>()
  readonly #room: RoomState = initialRoom

  constructor(log: readonly LoggedFact[], uploads: ReadonlyMap<FileId, Upload>) {
    this.#uploads = uploads
    for (const fact of log) {
      if (fact.type === 'files.received') this.#receive(fact)
      if (fact.type === 'chat.said') this.#say(fact)
      if (fact.type === 'chat.restored')
        this.#said.get((fact.body as BodyOf<'chat.restored'>).message)?.push(fact)
      this.#room = evolveRoom(this.#room, fact)
    }
  }

  judgeUpload({ file: { id }, gone }: Upload): string[] {
    return [
      ...(this.#received.has(id) ? [] : [`was told that ${id} was taken, and it is not there`]),
      ...(gone ? [`sent ${id}, and was told that it is gone`] : []),
    ]
  }

  judgeDownload({ file, message, given, ...rest }: Download): string[] {
    const what = `${file} of ${message}`
    const may = this.#may({ file, message, ...rest })
    if (given === null) return may && rest.settled ? [`was not given ${what}`] : []
    if (!may) return [`was given ${what}, which they may not have`]
    const { size } = this.#received.get(file)?.file ?? {}
    const text = this.#uploads.get(file)?.text ?? given
    return given.length === size && given === text ? [] : [`was given another ${what}`]
  }

  /** Meanwhile it may have been deleted or shown again since it was asked for. */
  #may({ file, message, viewer, settled }: Omit<Download, 'given'>): boolean {
    const facts = this.#said.get(message)
    if (facts === undefined) return false
    const [{ visibleTo }] = facts
    const whole = facts.filter(({ redacted }) => redacted !== true)
    const named = whole.some((fact) => carried(fact).some(({ id }) => id === file))
    const known = this.#uploads.get(file)?.message
    if (!settled) return maySee(viewer, visibleTo) && (named || known === message)
    return maySee(viewerOf(this.#room, viewer.participant), visibleTo) && named
  }

  #receive({ seq, body }: LoggedFact): void {
    const received = body as BodyOf<'files.received'>
    const { participant, file } = received as { participant: never; file: FileShown }
    if (this.#received.has(file.id)) this.flaws.push(`${file.id} is doubled: ${seq}`)
    if (!mayDo(this.#room, participant, 'files.send'))
      this.flaws.push(`${file.id} (${seq}) is by somebody who may send none`)
    this.#received.set(file.id, received)
  }

  #say(fact: LoggedFact): void {
    this.#said.set(fact.seq, [fact])
    for (const { id } of carried(fact)) {
      if (this.#received.get(id)?.participant !== fact.actor)
        this.flaws.push(`${fact.seq} has ${id}, which its author never sent`)
      if (this.#used.has(id)) this.flaws.push(`${fact.seq} has ${id}, as another message has`)
      this.#used.add(id)
    }
  }
}
