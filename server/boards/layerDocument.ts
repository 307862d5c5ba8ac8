// A layer's Yjs document on this node, and to whom its clients belong. It only ever takes what is committed,
// in the order of the log, so every node holds the same; judging and serving read it.
import * as Y from 'yjs'
import { Authors } from './authors.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/log.ts'
import {
  maps,
  type ObjectId,
  type ObjectRecord,
  type Placement,
} from '../../shared/board/record.ts'
import type { Ranges } from '../../shared/board/forgetting.ts'
import { Memory, type EncodedMemory } from './forgetting.ts'

/** What one person changed at once. */
export interface CommittedEdit {
  readonly by: Actor
  /** A Yjs update, version 1, as base64. */
  readonly update: string
  /** Objects that staff took away with it, for good unless they bring them back. */
  readonly erases?: readonly ObjectId[]
}

export type MapName = (typeof maps)[keyof typeof maps]

/** The form in snapshots. */
export interface EncodedDocument {
  readonly update: string
  readonly memory: EncodedMemory
  readonly people: readonly (readonly [client: number, actor: Actor])[]
  readonly signed: readonly (readonly [object: ObjectId, author: ParticipantId])[]
  readonly deletedByStaff: readonly ObjectId[]
}

/** What was forgotten at a place of the log. */
export interface Forgetting {
  readonly seq: number
  readonly ranges: Ranges
}

const forgettingsKept = 10

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

export class LayerDocument {
  readonly doc = new Y.Doc()
  /** Whose each client is, from its first change on. */
  readonly people = new Map<number, Actor>()
  readonly objects = this.doc.getMap<ObjectRecord>(maps.objects)
  readonly placements = this.doc.getMap<Placement>(maps.placements)
  /** Whose the copies are that the installation put in. */
  readonly #signed = new Map<ObjectId, ParticipantId>()
  readonly #authors = new Authors(this.objects, (id) => this.authorOf(id))
  /** Objects that only staff bring back. */
  readonly #deletedByStaff = new Set<ObjectId>()
  #editor: Actor = 'system'
  /** Objects that the fact changes which is being taken. */
  readonly #changing = new Set<ObjectId>()
  #memory = new Memory(this.doc)
  #seq = 0
  #bytes = 0
  #forgettings: Forgetting[] = []

  constructor() {
    this.objects.observe(({ keysChanged }) => {
      for (const id of keysChanged as Set<ObjectId>) this.#heed(id)
    })
  }

  static decode(encoded: EncodedDocument, seq: number): LayerDocument {
    const { update, people, signed, memory, deletedByStaff } = encoded
    const document = new LayerDocument()
    for (const id of deletedByStaff) document.#deletedByStaff.add(id)
    for (const [client, actor] of people) document.people.set(client, actor)
    for (const [object, author] of signed) document.#signed.set(object, author)
    const bytes = bytesOf(update)
    Y.applyUpdate(document.doc, bytes)
    document.#memory = new Memory(document.doc, memory)
    document.#bytes = bytes.length
    document.#seq = seq
    return document
  }

  /** Number of the last fact it has. */
  get seq(): number {
    return this.#seq
  }

  /** Roughly what it takes, encoded: never less than it is. */
  get bytes(): number {
    return this.#bytes
  }

  /** What staff deleted and nobody of them brought back. */
  get deletedByStaff(): ReadonlySet<ObjectId> {
    return this.#deletedByStaff
  }

  /** The newest of what it has forgotten since it was loaded. */
  get forgettings(): readonly Forgetting[] {
    return this.#forgettings
  }

  encode(): EncodedDocument {
    const update = Y.encodeStateAsUpdate(this.doc)
    this.#bytes = update.length
    return {
      update: textOf(update),
      people: [...this.people],
      signed: [...this.#signed],
      deletedByStaff: [...this.#deletedByStaff],
      memory: this.#memory.encode(),
    }
  }

  /** Takes a fact's edits, once. */
  take({ seq, edits }: { readonly seq: number; readonly edits: readonly CommittedEdit[] }): void {
    if (seq <= this.#seq) return
    for (const edit of edits) this.#apply(edit)
    this.#seq = seq
    this.#keepErased(edits.flatMap(({ erases = [] }) => erases))
    const ranges = this.#memory.forget()
    if (ranges === null) return
    this.#forgettings = [...this.#forgettings, { seq, ranges }].slice(-forgettingsKept)
    this.#authors.forget()
    for (const id of this.#deletedByStaff)
      if (this.entry(maps.objects, id) === undefined) this.#deletedByStaff.delete(id)
  }

  #apply({ by, update }: CommittedEdit): void {
    const bytes = bytesOf(update)
    this.#editor = by
    for (const client of Y.parseUpdateMeta(bytes).to.keys())
      if (!this.people.has(client)) this.people.set(client, by)
    this.#memory.edit(() => {
      Y.applyUpdate(this.doc, bytes)
    })
    this.#bytes += bytes.length
  }

  /** What is there after all has been brought back. */
  #keepErased(erased: readonly ObjectId[]): void {
    for (const id of erased) if (!this.objects.has(id)) this.#deletedByStaff.add(id)
    for (const id of this.#changing) if (this.objects.has(id)) this.#deletedByStaff.delete(id)
    this.#changing.clear()
  }

  /** The installation signs what it puts in. */
  #heed(id: ObjectId): void {
    const record = this.objects.get(id)
    if (this.#editor === 'system' && record?.by !== undefined) this.#signed.set(id, record.by)
    this.#authors.heed(id, record !== undefined)
    this.#changing.add(id)
  }

  mapOf(name: MapName): Y.AbstractType<unknown> {
    return this.doc.get(name)
  }

  /** How many changes of the client are here. */
  clockOf(client: number): number {
    return Y.getState(this.doc.store, client)
  }

  /** The newest entry under the key, deleted or not. */
  entry(map: MapName, id: ObjectId): Y.Item | undefined {
    return this.mapOf(map)._map.get(id)
  }

  /** Who made the object first, deleted or not; null for an id nobody uses. */
  makerOf(id: ObjectId): Actor | null {
    const client = this.#authors.makerOf(id)
    return client === null ? null : (this.people.get(client) ?? 'system')
  }

  /** Whose the object is, deleted or not; null for an id nobody uses. */
  authorOf(id: ObjectId): Actor | null {
    const maker = this.makerOf(id)
    return maker === 'system' ? (this.#signed.get(id) ?? 'system') : maker
  }

  /** How many objects are somebody's. */
  countOf(author: Actor): number {
    return this.#authors.countOf(author)
  }

  /** What a copy is signed with. */
  signatureOf(id: ObjectId): ParticipantId | undefined {
    return this.makerOf(id) === 'system' ? this.#signed.get(id) : undefined
  }

  isLocked(id: ObjectId): boolean {
    return this.placements.get(id)?.lock === true
  }

  /** Placements whose object is gone: somebody moved what another deleted at the same time. */
  orphans(among: Iterable<ObjectId> = this.placements.keys()): ObjectId[] {
    return [...among].filter((id) => this.placements.has(id) && !this.objects.has(id))
  }
}
