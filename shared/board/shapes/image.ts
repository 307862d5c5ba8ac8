// A picture: a file of the class by its id, never by an address, so that a record can lead nowhere else.
import type { FileId } from '../../ids.ts'
import { box, fileId, needed } from '../fields.ts'
import { boxFrom, type BoxField } from '../gestures.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'

export interface ImageRecord extends ObjectRecord {
  readonly t: 'image'
  readonly b: BoxField
  readonly i: FileId
}

export const image: Shape<ImageRecord> = {
  type: 'image',
  names: { en: 'Picture', de: 'Bild' },
  key: null,
  icon: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h1',
  gesture: 'none',
  fields: { b: needed(box), i: needed(fileId) },
  make: () => null,
  bounds: (record) => boxFrom(record.b),
  figures: (record) => [{ kind: 'image', box: boxFrom(record.b), file: record.i }],
  keepsProportions: true,
  sides: [],
}
