// The keys of the board in words, as tooltips show them.
import { t } from '../../i18n/i18n.svelte.ts'
import { keyLabel } from '../../ui/keys.ts'
import type { BoardCommand } from './engine/contract.ts'
import { chordOf, type Chord } from './engine/keyboard.ts'

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const arrows: Readonly<Record<string, string>> = { arrowup: '↑', arrowdown: '↓' }

function nameOf(key: string): string {
  return key === 'delete' ? t('ui.keyDelete') : (arrows[key] ?? keyLabel(key))
}

export function labelOf({ command, shift, key }: Chord): string {
  const held = [
    ...(command ? [isMac ? '⌘' : t('ui.keyCtrl')] : []),
    ...(shift ? [isMac ? '⇧' : t('ui.keyShift')] : []),
  ]
  return [...held, nameOf(key)].join(isMac ? '' : '+')
}

/** Null for what has no key. */
export function keysFor(command: BoardCommand): string | null {
  const chord = chordOf(command)
  return chord === null ? null : labelOf(chord)
}
