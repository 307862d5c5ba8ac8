// Where the lines of a text break, by an estimate of each letter's width: the same on every canvas, in SVG
// and on the server, whatever fonts a machine has. The estimate is the wider of Figtree and Arial, so that
// a line seldom grows beyond its box.

export interface TextLine {
  readonly text: string
  /** Of the baseline below the top of the box. */
  readonly baseline: number
}

export interface TextLayout {
  readonly lines: readonly TextLine[]
  readonly width: number
  readonly height: number
  /** Begins at the right. */
  readonly rightToLeft: boolean
}

export const lineHeight = 1.3
/** From the top of a line to its baseline. */
const ascent = 1

export function layoutText(text: string, size: number, width: number): TextLayout {
  const lines = text.split('\n').flatMap((paragraph) => wrapped(paragraph, width / size))
  return {
    lines: lines.map((line, at) => ({ text: line, baseline: (at * lineHeight + ascent) * size })),
    width: lines.reduce((most, line) => Math.max(most, widthOf(line)), 0) * size,
    height: lines.length * lineHeight * size,
    rightToLeft: /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u.test(text),
  }
}

/** In heights of the letters. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** Hundredths of the letters' height, from the space to the tilde. */
const latin = [
  26, 30, 41, 65, 57, 83, 73, 22, 35, 35, 55, 62, 27, 42, 27, 39, 64, 57, 57, 57, 62, 57, 57, 57,
  61, 57, 27, 27, 62, 62, 62, 50, 99, 68, 64, 72, 73, 59, 54, 76, 75, 34, 51, 62, 52, 91, 77, 78,
  60, 78, 63, 61, 56, 73, 69, 96, 61, 60, 64, 33, 39, 33, 57, 44, 28, 59, 61, 55, 61, 56, 37, 61,
  62, 26, 27, 53, 26, 93, 62, 60, 61, 61, 41, 48, 38, 62, 52, 79, 53, 51, 49, 38, 38, 38, 62,
]
const wideScripts =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3ffff}]/u

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code >= 32 && code < 127) return (latin[code - 32] ?? 60) / 100
  if (code === 9) return 1
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0
  return wideScripts.test(character) ? 1.05 : 0.66
}

function wrapped(paragraph: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of paragraph.match(/\s+|[^\s]+/gu) ?? []) {
    const needed = widthOf(word)
    if (used + needed <= width || (word.trim() === '' && line !== '')) {
      line += word
      used += needed
      continue
    }
    if (line !== '') lines.push(line.trimEnd())
    const pieces = needed <= width ? [word] : broken(word, width)
    line = pieces.pop() ?? ''
    used = widthOf(line)
    lines.push(...pieces)
  }
  return [...lines, line.trimEnd()]
}

/** A word longer than a line, between letters and never before a mark that stands on one. */
function broken(word: string, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const character of word) {
    const needed = characterWidth(character)
    if (piece !== '' && needed > 0 && used + needed > width) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += character
    used += needed
  }
  return [...pieces, piece]
}
