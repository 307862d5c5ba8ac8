// Copy, cut and paste: through the system's clipboard when the board has the focus, and through what was last
// copied when a button asks.
import type { Box, Point } from '../../../../shared/board/shape.ts'
import { middleOf, meet } from '../../../../shared/board/geometry.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import { boxOfAll, clipOf, clipType, parseClip, renewed, textOf } from './clip.ts'
import type { PicturePort } from './contract.ts'
import { placeForNew, type Desk } from './desk.ts'
import { insertFiles, insertText } from './inserts.ts'
import { keyOf, type SceneObject } from './scene.ts'

/** A copy lies so far from what it was made of, in board units. */
const offset = 24

export interface Arrivals {
  readonly cut: () => void
  /** What was pasted lies on the board, selected. */
  readonly pasted: () => void
}

export class Clipboard {
  readonly #desk: Desk
  readonly #pictures: PicturePort
  readonly #arrivals: Arrivals
  #last: string | null = null
  /** How often what was copied last has been pasted: each copy lies beside the one before. */
  #pasted = 0

  constructor(desk: Desk, pictures: PicturePort, arrivals: Arrivals) {
    this.#desk = desk
    this.#pictures = pictures
    this.#arrivals = arrivals
  }

  get canPaste(): boolean {
    return this.#last !== null
  }

  /** What a button does: other programs get the texts. */
  copySelected(): void {
    const objects = this.#selected()
    if (objects.length === 0) return
    this.#remember(objects)
    const clipboard = navigator.clipboard as Clipboard_ | undefined
    // Where writing is not allowed, the board still remembers.
    void clipboard?.writeText(textOf(objects)).catch(() => undefined)
  }

  pasteLast(): void {
    if (this.#last !== null) this.#pasteObjects(this.#last)
  }

  duplicate(): void {
    this.#put(this.#selected(), { x: offset, y: offset })
  }

  listen(host: HTMLElement, signal: AbortSignal): void {
    const copy = (event: ClipboardEvent): boolean => {
      const objects = this.#selected()
      if (event.target !== host || objects.length === 0 || event.clipboardData === null)
        return false
      event.preventDefault()
      event.clipboardData.setData(clipType, this.#remember(objects))
      event.clipboardData.setData('text/plain', textOf(objects))
      return true
    }
    host.addEventListener('copy', (event) => void copy(event), { signal })
    host.addEventListener(
      'cut',
      (event) => {
        if (copy(event)) this.#arrivals.cut()
      },
      { signal },
    )
    host.addEventListener(
      'paste',
      (event) => {
        if (event.target !== host || event.clipboardData === null) return
        event.preventDefault()
        this.#paste(event.clipboardData)
      },
      { signal },
    )
  }

  /** Our own objects before pictures, pictures before text. */
  #paste(data: DataTransfer): void {
    const clip = data.getData(clipType)
    const files = [...data.files].filter(({ type }) => type.startsWith('image/'))
    const text = data.getData('text/plain')
    // As text where it was copied by something that cannot write our own kind.
    const ours = [clip, text].find((one) => parseClip(one) !== null)
    if (ours !== undefined) {
      this.#pasteObjects(ours)
      this.#arrivals.pasted()
    } else if (files.length > 0) void insertFiles(this.#desk, this.#pictures, { files })
    else if (text !== '') insertText(this.#desk, text)
  }

  #selected(): PlacedObject[] {
    return this.#desk.selection.objects.map(placed)
  }

  #remember(objects: readonly PlacedObject[]): string {
    const clip = clipOf(objects)
    this.#last = clip
    this.#pasted = 0
    return clip
  }

  #pasteObjects(clip: string): void {
    const objects = parseClip(clip) ?? []
    const box = boxOfAll(objects)
    if (box === null) return
    this.#pasted = clip === this.#last ? this.#pasted + 1 : 1
    this.#last = clip
    this.#put(objects, this.#wayFor(box))
  }

  /** Beside the original when that is seen, else into the middle of the view. */
  #wayFor(box: Box): Point {
    const view = this.#desk.camera.view.box
    const beside = offset * this.#pasted
    if (meet(view, box)) return { x: beside, y: beside }
    const [from, to] = [middleOf(box), middleOf(view)]
    return { x: to.x - from.x + beside - offset, y: to.y - from.y + beside - offset }
  }

  #put(objects: readonly PlacedObject[], by: Point): void {
    const { edits, scene, selection } = this.#desk
    const layer = placeForNew(this.#desk, objects.length)
    if (layer === null || objects.length === 0) return
    const copies = renewed(objects, by, scene.top)
    edits.run((draft) => {
      for (const { id, record, placement } of copies) {
        draft.add(layer, id, record)
        if (placement !== null) draft.place({ layer, id }, placement)
      }
    })
    selection.set(copies.flatMap(({ id }) => scene.get(keyOf(layer, id)) ?? []))
  }
}

/** Not there outside of secure pages. */
type Clipboard_ = Pick<Navigator['clipboard'], 'writeText'>

function placed({ id, record, placement }: SceneObject): PlacedObject {
  return { id, record, placement: placement ?? null }
}
