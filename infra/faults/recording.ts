// What is recorded of one person of a class under faults, for the checker: what they did, what they were told
// of it, and what their client went through.
import type { FileShown } from '../../shared/contract/files.ts'
import type { RequestOutput, SignalName } from '../../shared/contract/index.ts'
import type { FileId, ParticipantId } from '../../shared/ids.ts'
import type { Fact, Position } from '../../shared/log.ts'
import type { Role } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { ViewKind, Viewer } from '../../shared/room/viewer.ts'
import type { Heard, HeardSignal, Pupil } from '../wire/pupil.ts'

/** A command that a client gave, and what it was told became of it. */
export interface Sent {
  readonly key: string
  /** A text that no other command has; null for what is no message. */
  readonly text: string | null
  /** The facts it was told of; null when it never heard an answer, or was refused. */
  readonly acknowledged: readonly { readonly seq: number; readonly id: string }[] | null
}

/** What somebody was given who asked for facts. */
export interface Found {
  readonly viewer: Viewer
  readonly facts: readonly Fact[]
}

/** A file that the server took. */
export interface Upload {
  readonly file: FileShown
  /** What it says; null for a picture, which is written anew. */
  readonly text: string | null
  /** The message that it is known to have become part of. */
  readonly message: number | null
  /** It could not become part of one, because it was not there. */
  readonly gone: boolean
}

/** Somebody asked for a file, as part of a message. */
export interface Download {
  readonly file: FileId
  readonly message: number
  readonly viewer: Viewer
  /** Its bytes, one character each; null when they were not given it. */
  readonly given: string | null
  /** Whether all was whole again, and whoever may have it must be given it. */
  readonly settled: boolean
}

export interface Diary {
  readonly sent: Sent[]
  readonly found: Found[]
  /** In passing: nothing says whether it arrived. */
  readonly signalled: { readonly name: SignalName; readonly data: unknown }[]
  /** Answers to who asked for the gauge. */
  readonly gauges: {
    readonly view: ViewKind
    readonly gauge: RequestOutput<'reactions.readGauge'>
  }[]
  readonly uploads: Upload[]
  readonly downloads: Download[]
}

/** One client's history. */
export interface Recording extends Readonly<{
  [Part in keyof Diary]: readonly Diary[Part][number][]
}> {
  readonly name: string
  readonly actor: ParticipantId
  /** As they came. */
  readonly role: Role
  readonly heard: readonly Heard[]
  readonly signals: readonly HeardSignal[]
  readonly viewer: Viewer
  readonly have: Position
  readonly room: RoomState
  /** Its connection ended for good; what came later it need not know. */
  readonly over: boolean
}

export const emptyDiary = (): Diary => ({
  sent: [],
  found: [],
  signalled: [],
  gauges: [],
  uploads: [],
  downloads: [],
})

/** What a person's client went through, with what they wrote down themselves. */
export function recordingOf(pupil: Pupil, diary: Partial<Diary>): Recording {
  const { name, participant: actor, role, heard, signals, connection } = pupil
  const { viewer, have, room, state } = connection
  if (viewer === null) throw new Error(`${name} never had a view`)
  const over = state.kind === 'closed'
  return { ...emptyDiary(), ...diary, name, actor, role, heard, signals, viewer, have, room, over }
}

/** What was told before history was taken back counts no more. */
export function sinceReset(recording: Recording, known: ReadonlySet<string>): Recording {
  const reset = recording.heard.findLastIndex(({ kind }) => kind === 'reset')
  const sent = recording.sent.map((one) =>
    one.acknowledged?.every(({ id }) => known.has(id)) === false
      ? { ...one, acknowledged: null }
      : one,
  )
  const heard = recording.over ? [] : recording.heard.slice(Math.max(0, reset))
  const downloads = recording.downloads.filter(({ settled }) => settled)
  return { ...recording, sent, heard, downloads, found: [], uploads: [] }
}
