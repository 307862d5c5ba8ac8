// All keys of the board, for the sheet of keys. Comes with what is fetched later.
import { t } from '../../i18n/i18n.svelte.ts'
import { keyLabel } from '../../ui/keys.ts'
import type { KeyRow, KeySheet } from '../../ui/shortcuts.svelte.ts'
import { keysFor, labelOf } from './boardKeys.ts'
import type { BoardCommand } from './engine/contract.ts'
import { allTools, lookingTools } from './tools.ts'

const commands = [
  'undo',
  'redo',
  'copy',
  'cut',
  'paste',
  'duplicate',
  'delete',
  'selectAll',
  'group',
  'ungroup',
  'lock',
  'unlock',
  'forward',
  'backward',
  'toFront',
  'toBack',
  'zoomReset',
  'zoomToFit',
  'zoomToSelection',
] as const satisfies readonly BoardCommand[]

const looking: ReadonlySet<BoardCommand> = new Set(['zoomReset', 'zoomToFit', 'zoomToSelection'])

function moves(): KeyRow[] {
  const shift = (key: string) => labelOf({ command: false, shift: true, key })
  return [
    { label: t('board.keys_next'), keys: `. , · ${t('ui.keyTab')}` },
    { label: t('board.keys_put'), keys: t('ui.keyEnter') },
    { label: t('board.keys_move'), keys: `← ↑ → ↓ · ${shift('←')}` },
    { label: t('board.keys_size'), keys: '+ −' },
    { label: t('board.keys_turn'), keys: '< >' },
    { label: t('board.keys_done'), keys: t('ui.keyEscape') },
  ]
}

export function keySheet(draws: () => boolean): KeySheet {
  const tools = () => allTools().filter(({ name }) => draws() || lookingTools.has(name))
  return {
    title: () => t('board.keysTitle'),
    rows: () => [
      ...tools().flatMap(({ label, key }) =>
        key === null ? [] : [{ label, keys: keyLabel(key) }],
      ),
      ...(draws() ? moves() : []),
      ...commands
        .filter((command) => draws() || looking.has(command))
        .map((command) => ({
          label: t(`board.${command}`),
          keys: keysFor(command) ?? '',
        })),
      { label: t('board.zoomIn'), keys: '+' },
      { label: t('board.zoomOut'), keys: '−' },
      { label: t('board.keys_pan'), keys: t('ui.keySpace') },
      { label: t('board.keys_page'), keys: t('board.keys_pageKeys') },
    ],
  }
}
