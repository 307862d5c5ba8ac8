// A straight line with a head at its end.
import { arrowHead, headLength } from '../arrowHead.ts'
import { polyline } from '../pathData.ts'
import { straightShape } from './straight.ts'

export const arrow = straightShape(
  {
    type: 'arrow',
    names: { en: 'Arrow', de: 'Pfeil' },
    key: 'a',
    icon: 'M5 19L19 5M10 5h9v9',
  },
  {
    marginOf: (width) => width + headLength(width),
    pathOf: (from, to, width) => polyline([from, to]) + polyline(arrowHead(from, to, width)),
  },
)
