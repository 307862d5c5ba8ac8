// What of somebody's hand the others see: ink and what is dragged are nothing that lasts, and yet nobody shows
// by them what they could not do. A place and the laser are free to whoever may look.
import { decodeInk, laserInk } from '../../shared/board/inkBytes.ts'
import { decodeMove } from '../../shared/board/moveBytes.ts'
import { atLeast } from '../../shared/board/rights.ts'
import { passingKinds, type PassingKind } from '../../shared/board/wire.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { refusalToTouch } from './judge.ts'
import type { LayerDocument } from './layerDocument.ts'
import type { Standing } from './reader.ts'

export interface Passing {
  readonly what: PassingKind
  readonly bytes: Uint8Array
}

/** Of one connection. */
export class Shown {
  readonly #by: ParticipantId
  /** Of who only looks: what they began last is the laser. */
  #lasering = false

  constructor(by: ParticipantId) {
    this.#by = by
  }

  mayPass(document: LayerDocument, { what, bytes }: Passing, standing: Standing | null): boolean {
    if (what === passingKinds.ink) return this.#mayInk(bytes, standing)
    if (what === passingKinds.move) return this.#mayMove(document, bytes, standing)
    return true
  }

  #mayInk(bytes: Uint8Array, standing: Standing | null): boolean {
    if (atLeast(standing?.right ?? 'none', 'add')) {
      this.#lasering = false
      return true
    }
    const message = decodeInk(bytes)
    if (message?.kind === 'begin') this.#lasering = message.shape === laserInk
    // A line that was begun before the right was taken has to end.
    return message?.kind === 'end' || message?.kind === 'abort' || this.#lasering
  }

  #mayMove(document: LayerDocument, bytes: Uint8Array, standing: Standing | null): boolean {
    const message = decodeMove(bytes)
    if (message?.kind !== 'moving') return message !== null
    if (standing === null || standing.staff) return standing !== null
    const edit = { ...standing, by: this.#by }
    return [...message.poses.keys()].every(
      (id) => document.objects.has(id) && refusalToTouch(document, edit, id) === null,
    )
  }
}
