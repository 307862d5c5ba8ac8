// The colours of a page where it stands: by the theme there and by what lies below the ink.
import { cssColour, guideColour, pageColour } from '../../../shared/board/palette.ts'
import type { Background, Palette } from './engine/contract.ts'

/** Ink on a slide or a screen is as on light paper: that is what slides are made for. */
export function paletteOf(host: HTMLElement, background: Background, over = false): Palette {
  const style = getComputedStyle(host)
  const choice = style.colorScheme
  const isDark = choice.includes('light')
    ? choice.includes('dark') && prefersDark()
    : choice === 'dark'
  const dark = isDark && background.kind !== 'slide' && !over
  const theme = dark ? 'dark' : 'light'
  return {
    dark,
    css: (colour) => cssColour(colour, theme),
    page: over ? null : pageColour[theme],
    grid: guideColour[theme],
    accent: dark ? '#7fcaa4' : '#1c5d42',
    font: style.fontFamily,
  }
}

function prefersDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches
}
