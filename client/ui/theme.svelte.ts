// Light, dark, or as the system is: remembered, and set on <html>, where the tokens follow it.
import { createContext } from 'svelte'
import { recall, remember } from './memory.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme)

export class ThemeChoice {
  #theme = $state<Theme>(recall('theme', isTheme) ?? 'auto')

  get theme(): Theme {
    return this.#theme
  }

  choose(theme: Theme): void {
    this.#theme = theme
    remember('theme', theme === 'auto' ? null : theme)
    if (theme === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }
}

export const [getThemeChoice, setThemeChoice] = createContext<ThemeChoice>()
