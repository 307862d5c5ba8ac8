// All keys of the board, for the sheet of keys. Comes with what is fetched later.
import './selectionTexts.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { Key } from '../../i18n/keys.ts'
import { keyLabel } from '../../ui/keys.ts'
import type { KeyRow, KeySheet } from '../../ui/shortcuts.svelte.ts'
import { keysFor, labelOf } from './boardKeys.ts'
import type { BoardCommand } from './engine/contract.ts'
import { allTools, lookingTools } from './tools.ts'

/** What has keys, in their order, and what it is called: as on its button, where it has one. */
const commands = [
  ['undo', 'board.undo'],
  ['redo', 'board.redo'],
  ['copy', 'boardKeys.copy'],
  ['cut', 'boardKeys.cut'],
  ['paste', 'boardKeys.paste'],
  ['duplicate', 'boardSelection.duplicate'],
  ['delete', 'boardSelection.delete'],
  ['selectAll', 'boardKeys.selectAll'],
  ['group', 'boardSelection.group'],
  ['ungroup', 'boardSelection.ungroup'],
  ['lock', 'boardSelection.lock'],
  ['unlock', 'boardSelection.unlock'],
  ['forward', 'boardSelection.forward'],
  ['backward', 'boardSelection.backward'],
  ['toFront', 'boardSelection.toFront'],
  ['toBack', 'boardSelection.toBack'],
  ['zoomReset', 'boardKeys.zoomReset'],
  ['zoomToFit', 'board.zoomToFit'],
  ['zoomToSelection', 'boardKeys.zoomToSelection'],
] as const satisfies readonly (readonly [BoardCommand, Key])[]

const looking: ReadonlySet<BoardCommand> = new Set(['zoomReset', 'zoomToFit', 'zoomToSelection'])

function moves(): KeyRow[] {
  const shift = (key: string) => labelOf({ command: false, shift: true, key })
  return [
    { label: t('boardKeys.next'), keys: `. , · ${t('boardKeys.tab')}` },
    { label: t('boardKeys.put'), keys: t('boardKeys.enter') },
    { label: t('boardKeys.move'), keys: `← ↑ → ↓ · ${shift('←')}` },
    { label: t('boardKeys.size'), keys: '+ −' },
    { label: t('boardKeys.turn'), keys: '< >' },
    { label: t('boardKeys.done'), keys: t('boardKeys.escape') },
  ]
}

export function keySheet(draws: () => boolean): KeySheet {
  const tools = () => allTools().filter(({ name }) => draws() || lookingTools.has(name))
  return {
    title: () => t('boardKeys.title'),
    rows: () => [
      ...tools().flatMap(({ label, key }) =>
        key === null ? [] : [{ label, keys: keyLabel(key) }],
      ),
      ...(draws() ? moves() : []),
      ...commands
        .filter(([command]) => draws() || looking.has(command))
        .map(([command, name]) => ({ label: t(name), keys: keysFor(command) ?? '' })),
      { label: t('board.zoomIn'), keys: '+' },
      { label: t('board.zoomOut'), keys: '−' },
      { label: t('boardKeys.pan'), keys: t('ui.keySpace') },
      { label: t('boardKeys.page'), keys: t('boardKeys.pageKeys') },
    ],
  }
}
