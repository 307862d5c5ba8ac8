// A straight line between two points.
import { polyline } from '../pathData.ts'
import { straightShape } from './straight.ts'

export const line = straightShape(
  { type: 'line', names: { en: 'Line', de: 'Linie' }, key: 'l', icon: 'M5 19L19 5' },
  { marginOf: (width) => width, pathOf: (from, to) => polyline([from, to]) },
)
