// The keys of the board in words, as tooltips show them; fetched when the board stands.
import { boardKeys as de } from '../../i18n/de/boardKeys.ts'
import { boardKeys as en } from '../../i18n/en/boardKeys.ts'
import { addLate, t } from '../../i18n/i18n.svelte.ts'
import { keyLabel } from '../../ui/keys.ts'
import type { BoardCommand } from './engine/contract.ts'
import { chordOf, type Chord } from './engine/chords.ts'

addLate('boardKeys', { en, de })

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const arrows: Readonly<Record<string, string>> = { arrowup: '↑', arrowdown: '↓' }

function nameOf(key: string): string {
  return key === 'delete' ? t('boardKeys.delete') : (arrows[key] ?? keyLabel(key))
}

export function labelOf({ command, shift, key }: Chord): string {
  const held = [
    ...(command ? [isMac ? '⌘' : t('boardKeys.ctrl')] : []),
    ...(shift ? [isMac ? '⇧' : t('boardKeys.shift')] : []),
  ]
  return [...held, nameOf(key)].join(isMac ? '' : '+')
}

/** Null for what has no key. */
export function keysFor(command: BoardCommand): string | null {
  const chord = chordOf(command)
  return chord === null ? null : labelOf(chord)
}
