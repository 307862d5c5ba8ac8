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

const later = ['copy', 'cut', 'paste', 'selectAll', 'zoomReset', 'zoomToSelection'] as const

/** Those that no button has are named with the keys. */
function nameOf(command: (typeof commands)[number]): string {
  const own = later.find((one) => one === command)
  return own === undefined ? t(`board.${command as Named}`) : t(`boardKeys.${own}`)
}
type Named = Exclude<(typeof commands)[number], (typeof later)[number]>

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
        .filter((command) => draws() || looking.has(command))
        .map((command) => ({
          label: nameOf(command),
          keys: keysFor(command) ?? '',
        })),
      { label: t('board.zoomIn'), keys: '+' },
      { label: t('board.zoomOut'), keys: '−' },
      { label: t('boardKeys.pan'), keys: t('ui.keySpace') },
      { label: t('boardKeys.page'), keys: t('boardKeys.pageKeys') },
    ],
  }
}
