// A layer on this node: its log, and the connections here that read it and draw on it. What they change is
// gathered, judged and appended one lot after the other; only what is committed is told to others.
import { randomInt } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import * as Y from 'yjs'
import type { ObjectId } from '../../shared/board/record.ts'
import type { LayerName } from '../../shared/board/layer.ts'
import { LyceumError } from '../../shared/errors.ts'
import { forgottenIn } from '../../shared/board/forgetting.ts'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import type { Log } from '../log/log.ts'
import type { Batch } from '../log/timeline.ts'
import type { Change } from './change.ts'
import { Tick, isKnown, type Edit } from './judge.ts'
import type { LayerDocument } from './layerDocument.ts'
import { documentOf, type LayerCommand, type LayerState, type Placed } from './layerRules.ts'
import {
  forgottenMessage,
  makersMessage,
  missingMessage,
  savedMessage,
  stateMessage,
  welcomeMessage,
} from './messages.ts'
import { Lots, type Wanted } from './lots.ts'
import { PassingHub, type Hand, type Passed } from './passing.ts'
import type { Problem } from './problem.ts'
import type { Reader, Standing } from './reader.ts'
import type { BoardRecorder } from './recorder.ts'
import { Telling } from './telling.ts'

export type LayerLog = Log<LayerState, LayerCommand>

export interface LayerParts {
  readonly name: LayerName
  readonly log: LayerLog
  readonly relay: (passed: readonly Passed[]) => void
  /** Brings the room, and with it everybody's rights, to its newest; throws while that cannot be known. */
  readonly confirmRights: () => Promise<void>
  readonly recorder: BoardRecorder
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

/** What is drawn together goes in together: so long a lot is gathered, in ms. */
const gather = 5
/** How often a lot is judged again because the layer moved on meanwhile. */
const attempts = 6
/** How long a lot waits for a database that is away, and between attempts, in ms. */
const patience = 8_000
const pause = 200
const highestClient = 2 ** 32 - 1

interface Allowed extends Wanted {
  readonly edit: Edit
  readonly change: Change
  readonly erased: readonly ObjectId[]
}

export class Layer {
  readonly name: LayerName
  readonly log: LayerLog
  readonly #parts: LayerParts
  readonly #readers = new Map<Reader, Hand>()
  readonly #passing: PassingHub
  readonly #telling: Telling
  readonly #stop: () => void
  readonly #lots: Lots
  #working = false
  /** The whole document as a message, as of a place in the log. */
  #whole: { readonly seq: number; readonly message: Uint8Array } | null = null

  constructor(parts: LayerParts) {
    this.#parts = parts
    this.name = parts.name
    this.log = parts.log
    this.#lots = new Lots(parts.now)
    this.#telling = new Telling({
      document: () => this.document,
      tell: (message) => {
        for (const reader of this.#readers.keys()) reader.send(message)
      },
      tooFarBehind: () => {
        this.sendAway()
      },
    })
    this.#passing = new PassingHub({
      tell: (message) => {
        for (const reader of this.#readers.keys()) reader.sendPassing(message)
      },
      relay: parts.relay,
      now: parts.now,
    })
    this.#stop = parts.log.subscribe((batch) => {
      this.#hear(batch)
    })
  }

  get size(): number {
    return this.#readers.size
  }

  /** How many of them are one person's. */
  windowsOf(participant: ParticipantId): number {
    let count = 0
    for (const reader of this.#readers.keys()) if (reader.participant === participant) count += 1
    return count
  }

  get document(): LayerDocument {
    return documentOf(this.log.state)
  }

  add(reader: Reader): void {
    this.#telling.flush()
    const { participant, name } = reader
    const hand = { id: newId(), participant, name }
    this.#readers.set(reader, hand)
    for (const message of this.#passing.everybody()) reader.send(message)
    reader.send(makersMessage(this.document.people))
    const forgotten = forgottenIn(this.document.doc)
    if (forgotten.size > 0) reader.send(forgottenMessage(forgotten))
    reader.send(welcomeMessage(this.#freshClient(), this.#passing.add(hand)))
    reader.send(stateMessage(Y.encodeStateVector(this.document.doc)))
  }

  remove(reader: Reader): void {
    const hand = this.#readers.get(reader)
    if (hand === undefined) return
    this.#readers.delete(reader)
    this.#lots.drop(reader)
    this.#passing.remove(hand)
  }

  #freshClient(): number {
    const client = randomInt(1, highestClient)
    return this.document.people.has(client) ? this.#freshClient() : client
  }

  /** Answers what the reader lacks who has what the vector says. */
  answer(reader: Reader, vector: Uint8Array): void {
    this.#telling.flush()
    const { doc, seq } = this.document
    if (vector.length > 1) {
      reader.send(missingMessage(Y.encodeStateAsUpdate(doc, vector)))
      return
    }
    if (this.#whole?.seq !== seq)
      this.#whole = { seq, message: missingMessage(Y.encodeStateAsUpdate(doc)) }
    reader.send(this.#whole.message)
  }

  pass(reader: Reader, what: Passed['what'], bytes: Uint8Array): void {
    const hand = this.#readers.get(reader)
    if (hand !== undefined) this.#passing.pass({ hand, what, bytes })
  }

  hear(passed: readonly Passed[]): void {
    this.#passing.hear(passed)
  }

  sweep(): void {
    this.#passing.sweep()
  }

  /** `live`: it tells of what was done just now alone. */
  draw(reader: Reader, update: Uint8Array, live = true): void {
    this.#lots.add(reader, update, live)
    if (this.#working) return
    this.#working = true
    this.#work().catch((error: unknown) => {
      this.#working = false
      this.#parts.failed('drawing on a layer', error)
      for (const one of this.#lots.readers) one.close('away')
    })
  }

  async #work(): Promise<void> {
    while (!this.#lots.isEmpty) {
      await after(gather)
      await this.#enter(this.#lots.take())
    }
    this.#working = false
  }

  /** Judged here first, so that one person's mistake does not cost the others their turn. */
  async #enter(lot: readonly Wanted[]): Promise<void> {
    let waiting = lot
    if (!(await this.#knowsRights())) {
      for (const { reader } of lot) reader.close('away')
      return
    }
    for (let attempt = 0; attempt < attempts && waiting.length > 0; attempt += 1) {
      const { allowed, refused } = this.#judge(waiting)
      // Perhaps this node is behind: nobody is refused for that.
      if (refused.length > 0 && attempt === 0) {
        await this.log.sync()
        continue
      }
      for (const [reader, why] of refused) reader.reset(why)
      waiting = allowed
      if (await this.#append(allowed)) return
      await this.log.sync()
    }
    for (const { reader } of waiting) reader.close('away')
  }

  /** Rights may have been taken away on a node that this one hears nothing of. */
  async #knowsRights(): Promise<boolean> {
    for (let waited = 0; waited < patience; waited += pause) {
      const known = await this.#parts.confirmRights().then(
        () => true,
        () => false,
      )
      if (known) return true
      await after(pause)
    }
    return false
  }

  #judge(lot: readonly Wanted[]) {
    const { document } = this
    const together = new Tick(document)
    const allowed: Allowed[] = []
    const refused: [Reader, Problem][] = []
    for (const [wanted, standing] of staffFirst(lot)) {
      const { reader, update, live } = wanted
      const edit: Edit = { ...standing, by: reader.participant, update, live }
      const verdict = together.judge(edit)
      if ('words' in verdict) refused.push([reader, verdict])
      else allowed.push({ ...wanted, edit, ...verdict })
    }
    return { allowed, refused }
  }

  /** False when the layer moved on meanwhile and somebody's change no longer fits. */
  async #append(allowed: readonly Allowed[]): Promise<boolean> {
    const fresh = allowed.filter(({ change, erased }) => !isKnown(this.document, change, erased))
    if (fresh.length > 0) {
      const command = { name: 'draw', edits: fresh.map(({ edit }) => edit) } as const
      const outcome = await this.#submit(newId(), command)
      if (!outcome.ok && outcome.refusal.code === 'conflict') return false
      if (!outcome.ok) {
        for (const { reader } of allowed) reader.close('away')
        return true
      }
    }
    if (fresh.length > 0) this.#parts.recorder.committed(fresh.length)
    for (const { reader, change } of allowed) sayWhatIsSaved(reader, change)
    await this.#tidy(fresh)
    return true
  }

  async #tidy(changes: readonly Allowed[]): Promise<void> {
    const touched = changes.flatMap(({ change: { deleted, entries, erased } }) => [
      ...[...deleted, ...entries].map(({ id }) => id),
      ...erased,
    ])
    const ids = this.document.orphans(new Set(touched))
    if (ids.length > 0) await this.tidy(ids)
  }

  /** Takes away placements whose object is gone. */
  async tidy(ids: readonly ObjectId[]): Promise<void> {
    await this.#submit(`tidy:${this.log.position.seq}`, { name: 'tidy', ids })
  }

  /** Puts in what an empty layer begins with; of several nodes that try one succeeds. */
  async begin(objects: readonly Placed[]): Promise<void> {
    const outcome = await this.#submit('begin', { name: 'begin', objects })
    if (!outcome.ok) throw new LyceumError('unavailable', outcome.refusal.message)
  }

  #submit(key: string, command: LayerCommand) {
    return this.log.submit({ key, actor: 'system', command })
  }

  /** All objects with whose they are, as a copy elsewhere wants them. */
  contents(): Placed[] {
    return contentsOf(this.document)
  }

  #hear({ reset, facts }: Batch<LayerState>): void {
    if (reset) {
      this.#whole = null
      this.#telling.restart()
      for (const reader of this.#readers.keys()) reader.close('anew')
      return
    }
    this.#telling.hear(facts)
  }

  /** Looks at everybody's right anew. */
  recheck(): void {
    for (const reader of this.#readers.keys())
      if (reader.standing() === null) reader.close('forbidden')
  }

  sendAway(): void {
    for (const reader of this.#readers.keys()) reader.close('away')
  }

  close(): void {
    this.#stop()
    this.#passing.close()
    this.#telling.close()
    this.sendAway()
  }
}

/** With how they stand; whoever may not even look is sent away. */
function staffFirst(lot: readonly Wanted[]): [Wanted, Standing][] {
  const all = lot.flatMap((wanted): [Wanted, Standing][] => {
    const standing = wanted.reader.standing()
    if (standing === null) wanted.reader.close('forbidden')
    return standing === null ? [] : [[wanted, standing]]
  })
  return all.toSorted(([, one], [, other]) => Number(other.staff) - Number(one.staff))
}

function sayWhatIsSaved(reader: Reader, { entries }: Change): void {
  const clocks = new Map<number, number>()
  for (const { client, clock, length } of entries)
    clocks.set(client, Math.max(clocks.get(client) ?? 0, clock + length))
  for (const [client, clock] of clocks) reader.send(savedMessage(client, clock))
}

export function contentsOf(document: LayerDocument): Placed[] {
  return [...document.objects].map(([id, record]) => {
    const author = document.authorOf(id)
    const placement = document.placements.get(id)
    const signed = author === null || author === 'system' ? record : { ...record, by: author }
    return { id, record: signed, ...(placement !== undefined && { placement }) }
  })
}
