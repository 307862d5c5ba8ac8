// Whether what people did to a layer may go in. Pure: reads the layer's document and changes nothing.
// Everything is judged before anything is applied, because Yjs itself takes whatever it is sent.
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { boardLimits, maps, type ObjectId, type ObjectRecord } from '../../shared/board/record.ts'
import { atLeast, type Right } from '../../shared/board/rights.ts'
import { checkPlacement, checkRecord } from '../../shared/board/check.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { readChange, type Change } from './change.ts'
import type { LayerDocument } from './layerDocument.ts'
import { isProblem, type Entry } from './place.ts'
import { problem, type Problem } from './problem.ts'
import { StaffsWord, type Heard } from './staffsWord.ts'

/** What one person wants to change, and what they may at present. */
export interface Edit extends Heard {
  readonly by: ParticipantId
  readonly right: Right
  /** A plain Yjs update, version 1. */
  readonly update: Uint8Array
}

/** `erased` is what staff took away with it. */
export type Verdict = Problem | { readonly change: Change; readonly erased: readonly ObjectId[] }

const clientsPerPerson = 500

/** What the edits of one tick, which do not know of each other, have in common; staff's come first. */
export class Tick {
  readonly #document: LayerDocument
  readonly #word: StaffsWord
  readonly #made = new Map<ObjectId, ParticipantId>()
  readonly #clients = new Map<number, ParticipantId>()
  #bytes = 0

  constructor(document: LayerDocument) {
    this.#document = document
    this.#word = new StaffsWord(document)
  }

  /** What the installation adds, so that staff's word holds; `name` comes once. */
  followUps(name: string): Uint8Array[] {
    return this.#word.followUps(name)
  }

  /** A verdict of "may" is counted in for those that come after it. */
  judge(edit: Edit): Verdict {
    const change = readChange(this.#document, edit)
    if (isProblem(change)) return change
    const found =
      this.#room(edit, change) ?? this.#clientsOf(edit, change) ?? this.#acts(edit, change)
    if (found !== null) return found
    return { change, erased: this.#count(edit, change) }
  }

  #room({ update, by, staff }: Edit, { entries }: Change): Problem | null {
    const { objects, bytes } = this.#document
    const fresh = entries.filter(
      ({ map, id, value }) => map === maps.objects && value !== null && !objects.has(id),
    )
    const more = new Set(fresh.map(({ id }) => id)).size
    if (objects.size + this.#made.size + more > boardLimits.objects && more > 0)
      return problem('full', `A page holds ${boardLimits.objects} objects.`)
    if (!staff && this.#document.countOf(by) + more > boardLimits.objectsOfOne && more > 0)
      return problem('full', `Of one person a page holds ${boardLimits.objectsOfOne} objects.`)
    // What is there can be changed for longer, and deleted always.
    const most = boardLimits.layerBytes * (more > 0 ? 1 : 2)
    if (bytes + this.#bytes + update.length > most && entries.length > 0)
      return problem('full', 'This page is full; go on with another.')
    return null
  }

  #clientsOf({ by }: Edit, { entries }: Change): Problem | null {
    const clocks = new Map<number, number>()
    for (const entry of entries) {
      const { client, clock, length } = entry
      const expected = clocks.get(client) ?? this.#document.clockOf(client)
      const known = clock + length <= expected
      if (known && this.#isSame(entry)) continue
      if (clock < expected)
        return problem('forged', 'Something else was made in its place already.')
      const owner = this.#document.people.get(client) ?? this.#clients.get(client) ?? by
      if (owner !== by) return problem('forged', 'It was made under the name of somebody else.')
      if (clock > expected) return problem('gap', 'Something before it is missing.')
      clocks.set(client, clock + length)
    }
    const fresh = [...clocks.keys()].filter((client) => !this.#document.people.has(client)).length
    if (fresh > 0 && fresh + this.#countClients(by) > clientsPerPerson)
      return problem(
        'full',
        'Too many windows of yours have worked on this page; go on with another.',
      )
    return null
  }

  #countClients(by: ParticipantId): number {
    let count = 0
    for (const owner of this.#document.people.values()) if (owner === by) count += 1
    return count
  }

  /** Sent again after a lost answer; what was deleted since cannot be compared any more. */
  #isSame({ client, clock, value }: Entry): boolean {
    const { doc } = this.#document
    if (clock >= this.#document.clockOf(client)) return false
    const here = Y.getItem(doc.store, Y.createID(client, clock)) as Y.Item | Y.GC
    if (here.deleted || value === null) return true
    const content = here instanceof Y.Item ? here.content.getContent() : []
    return isDeepStrictEqual(content[clock - here.id.clock], value.is)
  }

  #acts(edit: Edit, { entries, deleted }: Change): Problem | null {
    const made = new Set<ObjectId>()
    for (const entry of entries) {
      if (isHere(this.#document, entry)) continue
      const found =
        entry.map === maps.objects
          ? this.#object(edit, entry, made)
          : this.#placement(edit, entry, made)
      if (found !== null) return found
    }
    for (const { id } of deleted) {
      const found = made.has(id) ? null : this.#refusalToTouch(edit, id)
      if (found !== null) return found
    }
    return null
  }

  #refusalToTouch(edit: Edit, id: ObjectId): Problem | null {
    if (this.#word.locks(id) && !edit.staff) return lockedNow
    return refusalToTouch(this.#document, edit, id)
  }

  #object(edit: Edit, { id, value, after }: Entry, made: Set<ObjectId>): Problem | null {
    const maker = this.#document.makerOf(id)
    // Before the first entry it would make an author.
    if (maker !== null && maker !== edit.by && after === null)
      return problem('forged', 'Somebody else took this name before.')
    if (maker === null && !made.has(id)) {
      if (this.#made.has(id)) return problem('forged', 'Somebody else took this name just now.')
      if (!atLeast(edit.right, 'add')) return problem('rights', 'You cannot draw here at present.')
      made.add(id)
    }
    const found = made.has(id) ? null : this.#refusalToTouch(edit, id)
    if (found !== null || value === null) return found
    const checked = checkRecord(value.is)
    if ('problem' in checked) return problem('schema', checked.problem)
    return this.#signed(checked.record, id)
  }

  /** Only copies are signed, and their signature stays. */
  #signed({ by }: ObjectRecord, id: ObjectId): Problem | null {
    return by === this.#document.signatureOf(id)
      ? null
      : problem('forged', 'It is signed with another name.')
  }

  #placement(edit: Edit, { id, value }: Entry, made: Set<ObjectId>): Problem | null {
    if (this.#document.authorOf(id) === null && !made.has(id))
      return problem('schema', 'It places what is not there.')
    const found = made.has(id) ? null : this.#refusalToTouch(edit, id)
    if (found !== null || value === null) return found
    const checked = checkPlacement(value.is)
    if ('problem' in checked) return problem('schema', checked.problem)
    const lock = checked.placement.lock === true
    if (lock !== this.#document.isLocked(id) && !edit.staff)
      return problem('locked', 'Only staff lock and unlock.')
    return null
  }

  #count(edit: Edit, change: Change): readonly ObjectId[] {
    const { by, update } = edit
    const fresh = change.entries.filter((entry) => !isHere(this.#document, entry))
    for (const { map, id, client } of fresh) {
      this.#clients.set(client, by)
      if (map === maps.objects && this.#document.authorOf(id) === null) this.#made.set(id, by)
    }
    this.#bytes += update.length
    // Whoever may only look, as at what is past, has no word there.
    const staff = edit.staff && atLeast(edit.right, 'editAll')
    return this.#word.hear({ staff, live: edit.live }, change, fresh)
  }
}

const lockedNow = problem('locked', 'This is locked; only staff can change it.')

/** Why somebody may not change or delete what is there; null when they may. */
export function refusalToTouch(
  document: LayerDocument,
  { by, right, staff }: Pick<Edit, 'by' | 'right' | 'staff'>,
  id: ObjectId,
): Problem | null {
  if (document.isLocked(id) && !staff) return lockedNow
  const own = document.authorOf(id) === by
  if (atLeast(right, own ? 'editOwn' : 'editAll')) return null
  return problem(
    'rights',
    own ? 'You cannot change anything here at present.' : 'You can only change what is yours.',
  )
}

function isHere(document: LayerDocument, { client, clock, length }: Entry): boolean {
  return clock + length <= document.clockOf(client)
}

/** True when all of it is in the document already, and `erased`, what staff took away, is known as theirs. */
export function isKnown(
  document: LayerDocument,
  { entries, deleted }: Change,
  erased: readonly ObjectId[],
): boolean {
  return (
    deleted.length === 0 &&
    entries.every((entry) => isHere(document, entry)) &&
    erased.every((id) => document.deletedByStaff.has(id))
  )
}
