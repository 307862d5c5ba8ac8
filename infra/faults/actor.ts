// One person of a class under faults: whatever they are connected by, the ways in which they can act, and the
// diary they keep of it.
import type {
  CommandName,
  InputOf,
  RequestInput,
  RequestName,
  RequestOutput,
  SignalData,
  SignalName,
} from '../../shared/contract/index.ts'
import type { Outcome } from '../../client/connection/outbox.ts'
import type { CommandOutput } from '../../shared/contract/room.ts'
import { newId, type FileId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { fetchFile, sendFile, type Attachment } from '../wire/attachments.ts'
import type { Pupil } from '../wire/pupil.ts'
import { emptyDiary, recordingOf, type Recording } from './recording.ts'

/** Longer than any fault: nobody gives up. */
const limitMs = 240_000
/** One answer in so many is lost with the connection, and the command sent again. */
const losses = 0.02
/** How often somebody asks anew for a file when all is whole: what faults left broken ends with an attempt. */
const attempts = 5

/** Between 0 and 1, seeded. */
export type Random = () => number

export class Actor {
  readonly connections: [Pupil, ...Pupil[]]
  readonly diary = emptyDiary()
  readonly random: Random
  /** How much was answered so far. */
  answered = 0

  constructor(pupil: Pupil, random: Random) {
    this.connections = [pupil]
    this.random = random
  }

  get pupil(): Pupil {
    return this.connections.at(-1) ?? this.connections[0]
  }

  get isPresent(): boolean {
    return this.pupil.connection.state.kind !== 'closed'
  }

  /** `text` is a message's, which no other message has. */
  async command<Name extends CommandName>(
    name: Name,
    input: InputOf<Name>,
    text: string | null = null,
  ): Promise<Outcome<CommandOutput>> {
    const { line } = this.pupil
    if (this.random() < losses) line.loseNextAnswer()
    const key = newId()
    const index = this.diary.sent.push({ key, text, acknowledged: null }) - 1
    const outcome = await this.pupil.try(name, input, { key, limitMs })
    this.answered += 1
    if (outcome.ok) this.diary.sent[index] = { key, text, acknowledged: outcome.output.facts }
    return outcome
  }

  signal<Name extends SignalName>(name: Name, data: SignalData<Name>): void {
    this.diary.signalled.push({ name, data })
    this.pupil.connection.signal(name, data)
  }

  async ask<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name> | null> {
    const outcome = await this.pupil.connection.request(name, input)
    if (!outcome.ok) return null
    this.answered += 1
    return outcome.output
  }

  find(facts: readonly Fact[]): void {
    const { viewer } = this.pupil.connection
    if (viewer !== null) this.diary.found.push({ viewer, facts })
  }

  /** Sends a file, then says so with it. */
  async share(attachment: Attachment, text: string, say: InputOf<'chat.say'>): Promise<void> {
    const { file } = (await sendFile(this.pupil, attachment).catch(refusedAtDoor)) ?? {}
    if (file === undefined) return
    this.answered += 1
    const [bytes] = attachment
    const upload = { file, text: typeof bytes === 'string' ? bytes : null }
    const index = this.diary.uploads.push({ ...upload, message: null, gone: false }) - 1
    const said = await this.command('chat.say', { ...say, files: [file.id] }, text)
    const message = said.ok ? (said.output.facts[0]?.seq ?? null) : null
    const gone = !said.ok && said.error.reason === 'file-gone'
    this.diary.uploads[index] = { ...upload, message, gone }
  }

  async fetch(file: FileId, message: number, settled = false): Promise<void> {
    const { browser, connection, line } = this.pupil
    const { viewer } = connection
    if (viewer === null) return
    const get = async () => {
      const response = await fetchFile(browser, line.room, { file, message })
      const bytes = Buffer.from(await response.arrayBuffer())
      if (response.status >= 500) throw new Error(`files.get: ${response.status} ${String(bytes)}`)
      return response.ok ? bytes.toString('latin1') : null
    }
    for (let attempt = settled ? 1 : attempts; attempt <= attempts; attempt += 1) {
      const given = await get().catch(refusedAtDoor)
      if (given === undefined) continue
      this.answered += 1
      this.diary.downloads.push({ file, message, viewer, given, settled })
      return
    }
  }

  recordings(): Recording[] {
    return this.connections
      .filter(({ connection }) => connection.viewer !== null)
      .map((pupil, n) => recordingOf(pupil, n === 0 ? this.diary : {}))
  }
}

/** A door that is shut for now, or a node that is not there. */
export function refusedAtDoor(error: unknown): undefined {
  if (error instanceof TypeError) return
  if (error instanceof Error && /: (?:403|503) /.test(error.message)) return
  throw error
}
