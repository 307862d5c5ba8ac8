// The lines and fills that the board offers.
import type { Fill } from '../../../shared/board/record.ts'

/** In board units. */
export const widths = [
  { width: 2, name: 'thin' },
  { width: 4, name: 'medium' },
  { width: 8, name: 'thick' },
  { width: 16, name: 'broad' },
] as const

export const fills = [
  { fill: 0, name: 'none' },
  { fill: 1, name: 'half' },
  { fill: 2, name: 'solid' },
] as const satisfies readonly { fill: Fill; name: string }[]
