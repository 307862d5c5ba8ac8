// The keys of the player, which it hears while it has the focus: its letters mean something else in class.
import { t } from '../../i18n/i18n.svelte.ts'
import { keyLabel, keyOf } from '../../ui/keys.ts'
import type { KeySheet } from '../../ui/shortcuts.svelte.ts'

export interface PlayerActs {
  readonly turn: () => void
  /** By that many seconds. */
  readonly skip: (seconds: number) => void
  /** By that much of all. */
  readonly turnUp: (by: number) => void
  readonly mute: () => void
  readonly fill: () => void
  readonly goLive: () => void
}

const skipSeconds = 10
const volumeStep = 0.1

const acts: Readonly<Record<string, (acts: PlayerActs) => void>> = {
  space: ({ turn }) => turn(),
  arrowleft: ({ skip }) => skip(-skipSeconds),
  arrowright: ({ skip }) => skip(skipSeconds),
  arrowup: ({ turnUp }) => turnUp(volumeStep),
  arrowdown: ({ turnUp }) => turnUp(-volumeStep),
  m: ({ mute }) => mute(),
  f: ({ fill }) => fill(),
  l: ({ goLive }) => goLive(),
}

type Pressed = Parameters<typeof keyOf>[0] & { readonly repeat: boolean }

/** What has the focus, in one word: a slider for the time goes by the player's own steps. */
export const nameOf = ({ dataset, tagName }: HTMLElement): string =>
  dataset['keys']?.toUpperCase() ?? tagName

const moving: ReadonlySet<string> = new Set(['INPUT', 'SELECT'])

/** `at` is what has the focus: buttons and sliders have keys of their own. */
export function actFor(event: Pressed, at: string): ((acts: PlayerActs) => void) | null {
  const key = keyOf(event)
  if (key === null) return null
  const isOwn =
    (key === 'space' && at !== 'SECTION' && at !== 'SEEK') ||
    (key.startsWith('arrow') && moving.has(at)) ||
    ((key === 'arrowup' || key === 'arrowdown') && at === 'SEEK') ||
    (key.length === 1 && at === 'SELECT')
  if (isOwn || (event.repeat && !key.startsWith('arrow'))) return null
  return acts[key] ?? null
}

export const playerKeySheet: KeySheet = {
  title: () => t('watching.keys'),
  rows: () => [
    { label: t('watching.keysPlay'), keys: t('ui.keySpace') },
    { label: t('watching.keysSeek'), keys: '← →' },
    { label: t('watching.keysVolume'), keys: '↑ ↓' },
    { label: t('watching.keysMute'), keys: keyLabel('m') },
    { label: t('watching.keysFull'), keys: keyLabel('f') },
    { label: t('watching.keysLive'), keys: keyLabel('l') },
  ],
}
