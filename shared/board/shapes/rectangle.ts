// A rectangle.
import { cornersOf } from '../geometry.ts'
import { polyline } from '../pathData.ts'
import { boxedShape } from './boxed.ts'

export const rectangle = boxedShape(
  {
    type: 'rect',
    names: { en: 'Rectangle', de: 'Rechteck' },
    key: 'r',
    icon: 'M4 6h16v12H4z',
  },
  (box) => polyline(cornersOf(box), true),
)
