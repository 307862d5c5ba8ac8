// The colours of boards. A record says a place in this list, and each page shows the value that can be read
// on it; highlighters and notes have values of their own, which suit both pages.
import type { Colour } from './record.ts'

export type Theme = 'light' | 'dark'

/** What boards are drawn on. */
export const pageColour = { light: '#fffdf8', dark: '#1a1916' } as const
/** What shows through slides. */
export const slideColour = '#ffffff'
/** Lines and dots of a background. */
export const guideColour = { light: '#e4dfd3', dark: '#35332d' } as const

export interface PaletteColour {
  readonly names: { readonly en: string; readonly de: string }
  /** Each at least 4.5 : 1 against its page. */
  readonly light: string
  readonly dark: string
  /** A highlighter's, thinly: multiplied with a light page, screened on a dark one. */
  readonly mark: string
  /** Of a sticky note, below dark letters. */
  readonly note: string
}

export const palette: readonly PaletteColour[] = [
  entry(['Black', 'Schwarz'], {
    light: '#1c1b18',
    dark: '#f3efe6',
    // Whoever chose no colour means what highlighters mostly are.
    mark: '#ffd800',
    note: '#ece8de',
  }),
  entry(['Grey', 'Grau'], { light: '#66625a', dark: '#b3aea2', mark: '#a39f95', note: '#dcd9d2' }),
  entry(['Brown', 'Braun'], {
    light: '#7d4a1e',
    dark: '#d6a273',
    mark: '#c07a30',
    note: '#ecd8c0',
  }),
  entry(['Red', 'Rot'], { light: '#bf1d2c', dark: '#ff7f80', mark: '#ff3b46', note: '#ffc9c7' }),
  entry(['Orange', 'Orange'], {
    light: '#ad4a00',
    dark: '#ff9d52',
    mark: '#ff8a1f',
    note: '#ffd9ae',
  }),
  entry(['Yellow', 'Gelb'], {
    light: '#806000',
    dark: '#f2cc3d',
    mark: '#ffd800',
    note: '#fff0a3',
  }),
  entry(['Green', 'Grün'], { light: '#1f7332', dark: '#6fce7f', mark: '#3fd12b', note: '#cdeebf' }),
  entry(['Teal', 'Petrol'], {
    light: '#08716e',
    dark: '#4fcac2',
    mark: '#00cdb8',
    note: '#bdebe4',
  }),
  entry(['Sky blue', 'Himmelblau'], {
    light: '#0a6a9e',
    dark: '#62bdf2',
    mark: '#1fb4ff',
    note: '#c3e7fb',
  }),
  entry(['Blue', 'Blau'], { light: '#2450c4', dark: '#8fabff', mark: '#4d7dff', note: '#ced9fc' }),
  entry(['Purple', 'Violett'], {
    light: '#7434b8',
    dark: '#c797f5',
    mark: '#a24dff',
    note: '#e4d2fb',
  }),
  entry(['Pink', 'Rosa'], { light: '#b51d78', dark: '#f788c3', mark: '#ff3fae', note: '#fccbe6' }),
]

/** Letters on a note. */
export const noteInk = '#1c1b18'

function entry(
  [en, de]: readonly [string, string],
  values: Omit<PaletteColour, 'names'>,
): PaletteColour {
  return { names: { en, de }, ...values }
}

/** A colour as CSS and SVG write it. */
export function cssColour(colour: Colour, theme: Theme): string {
  return typeof colour === 'string' ? colour : listed(colour)[theme]
}

export function markColour(colour: Colour): Colour {
  return typeof colour === 'string' ? colour : asHex(listed(colour).mark)
}

export function noteColour(colour: Colour): Colour {
  return typeof colour === 'string' ? colour : asHex(listed(colour).note)
}

const black = palette[0]

function listed(colour: number): PaletteColour {
  const found = palette[colour] ?? black
  if (found === undefined) throw new Error('the palette is empty')
  return found
}

function asHex(value: string): Colour {
  return value as `#${string}`
}

/** WCAG's: from 1, the same, to 21, black on white. Colours as `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
