// Pictures and texts that come from elsewhere: dropped, pasted or chosen.
import { middleOf } from '../../../../shared/board/geometry.ts'
import { boardLimits } from '../../../../shared/board/record.ts'
import type { Point } from '../../../../shared/board/shape.ts'
import type { PicturePort, UploadedPicture } from './contract.ts'
import { placeForNew, type Desk } from './desk.ts'
import { newObjectId } from './edits.ts'
import { keyOf } from './scene.ts'

/** A picture takes at most this part of what is seen. */
const share = 0.6
/** Between two that come together, in board units. */
const offset = 24

/** Of what is seen. */
const middle = ({ camera }: Desk): Point => middleOf(camera.view.box)

export async function insertFiles(
  desk: Desk,
  pictures: PicturePort,
  { files, at }: { readonly files: readonly Blob[]; readonly at?: Point | undefined },
): Promise<void> {
  let place = at ?? middle(desk)
  for (const file of files) {
    if (placeForNew(desk) === null) return
    const picture = await pictures.upload(file)
    if (picture === null) continue
    insertPicture(desk, picture, place)
    place = { x: place.x + offset, y: place.y + offset }
  }
}

function insertPicture(desk: Desk, { file, width, height }: UploadedPicture, at: Point): void {
  const layer = placeForNew(desk)
  if (layer === null) return
  const view = desk.camera.view.box
  const scale = Math.min(1, (view.width * share) / width, (view.height * share) / height)
  const [across, down] = [Math.max(1, width * scale), Math.max(1, height * scale)]
  const b = [at.x - across / 2, at.y - down / 2, across, down].map(
    (value) => Math.round(value * 8) / 8,
  )
  const id = newObjectId()
  const record = { t: 'image', z: Math.floor(desk.scene.top) + 1, b, i: file }
  desk.edits.run((draft) => {
    draft.add(layer, id, record)
  })
  desk.tell('made', keyOf(layer, id), 'image')
}

export function insertText(desk: Desk, text: string): void {
  const layer = placeForNew(desk)
  const shape = desk.shapeOf({ t: 'text', z: 0 })
  const made = shape?.make({ points: [middle(desk)], constrained: false }, desk.style) ?? null
  if (layer === null || made === null || shape?.withText === undefined) return
  const empty = { ...made, t: shape.type, z: Math.floor(desk.scene.top) + 1 }
  const record = shape.withText(empty, text.slice(0, boardLimits.textLength))
  const id = newObjectId()
  desk.edits.run((draft) => {
    draft.add(layer, id, record)
  })
  desk.tell('made', keyOf(layer, id), shape.type)
}
