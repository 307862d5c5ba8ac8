// An ellipse that fills its box.
import { pair } from '../pathData.ts'
import { boxedShape } from './boxed.ts'

/** Handles of a cubic curve that is a quarter of a circle. */
const round = 0.5523

export const ellipse = boxedShape(
  {
    type: 'ellipse',
    names: { en: 'Ellipse', de: 'Ellipse' },
    key: 'o',
    icon: 'M12 5a9 7 0 1 0 0 14a9 7 0 1 0 0-14z',
  },
  ({ x, y, width, height }) => {
    const [rx, ry] = [width / 2, height / 2]
    const at = (across: number, down: number) =>
      pair({ x: x + rx + across * rx, y: y + ry + down * ry })
    const quarters = [
      `C${at(1, round)} ${at(round, 1)} ${at(0, 1)}`,
      `C${at(-round, 1)} ${at(-1, round)} ${at(-1, 0)}`,
      `C${at(-1, -round)} ${at(-round, -1)} ${at(0, -1)}`,
      `C${at(round, -1)} ${at(1, -round)} ${at(1, 0)}`,
    ]
    return `M${at(1, 0)}${quarters.join('')}Z`
  },
)
