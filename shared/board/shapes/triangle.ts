// A triangle that stands on the lower side of its box.
import { polyline } from '../pathData.ts'
import { boxedShape } from './boxed.ts'

export const triangle = boxedShape(
  {
    type: 'triangle',
    names: { en: 'Triangle', de: 'Dreieck' },
    key: 'g',
    icon: 'M12 5l9 14H3z',
  },
  ({ x, y, width, height }) => {
    const foot = y + height
    const corners = [
      { x: x + width / 2, y },
      { x: x + width, y: foot },
      { x, y: foot },
    ]
    return polyline(corners, true)
  },
)
