// Which keys do something, for who is told of them. Pure.
import type { BoardCommand } from './contract.ts'
import { alone, withCommand } from './keyboard.ts'

/** What the browser says as events of the clipboard. */
const clipboardKeys: Readonly<Partial<Record<BoardCommand, string>>> = {
  copy: 'c',
  cut: 'x',
  paste: 'v',
}

export interface Chord {
  /** With Ctrl, or Command on a Mac. */
  readonly command: boolean
  readonly shift: boolean
  /** In small letters. */
  readonly key: string
}

/** The first of the keys that do this, or null. */
export function chordOf(wanted: BoardCommand): Chord | null {
  const held = Object.keys(withCommand).find((key) => withCommand[key] === wanted)
  const bare = Object.keys(alone).find((key) => alone[key] === wanted)
  const key = clipboardKeys[wanted] ?? held?.replace('shift+', '') ?? bare
  if (key === undefined) return null
  return { command: key !== bare, shift: held?.startsWith('shift+') === true, key }
}
