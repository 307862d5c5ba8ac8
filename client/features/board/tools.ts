// The tools of the board as its toolbar shows them: which stand together, and how each is called.
import { shapes } from '../../../shared/board/shapes/index.ts'
import type { Shape } from '../../../shared/board/shape.ts'
import { currentLanguage, t } from '../../i18n/i18n.svelte.ts'
import type { PlainTool, ToolName } from './engine/contract.ts'
import { toolKeys } from './engine/keyboard.ts'

export interface ToolShown {
  readonly name: ToolName
  readonly label: string
  readonly key: string | null
  /** SVG path data on a 24 × 24 grid, of lines. */
  readonly icon: string
}

/** Tools behind one button, which shows the one that was used last. */
export interface ToolGroup {
  readonly id: string
  readonly label: string
  readonly tools: readonly ToolShown[]
}

/** For who may only look. */
export const lookingTools: ReadonlySet<ToolName> = new Set(['select', 'lasso', 'hand', 'laser'])

const plainIcons: Readonly<Record<PlainTool, string>> = {
  select: 'M5 3l6 17 2.5-7L20 10.5z',
  lasso:
    'M12 4c5 0 9 2.5 9 6s-4 6-9 6-9-2.5-9-6 4-6 9-6zM7 15c-2 1-2 4 0 4s3-1 2-3M9 19c0 1 0 2-1 3',
  hand: 'M8 13V5.5a1.5 1.5 0 0 1 3 0V11M11 10.5v-6a1.5 1.5 0 0 1 3 0V11M14 5.5a1.5 1.5 0 0 1 3 0V12M17 8.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6h-1.5c-2 0-3.2-.8-4.3-2.4L5 14c-.6-1 0-2 1-2.2.8-.1 1.4.3 2 1.2',
  eraser:
    'M8 20h12M5 14L14 5a2 2 0 0 1 2.8 0L20 8.2a2 2 0 0 1 0 2.8L11.5 19.5H8.8L5 15.7zM9.5 9.5l6 6',
  partialEraser:
    'M4 20h5M12 20h2M17 20h3M6 13l8-8a2 2 0 0 1 2.8 0L20 8.2a2 2 0 0 1 0 2.8l-7 7H9.5z',
  laser: 'M3 21l9-9M14 4v3M14 13v3M9.5 8.5h3M15.5 8.5h4M17.5 5l-2 2M17.5 12l-2-2',
}

function plain(name: PlainTool): ToolShown {
  return {
    name,
    label: t(`board.${name}`),
    key: Object.keys(toolKeys).find((key) => toolKeys[key] === name) ?? null,
    icon: plainIcons[name],
  }
}

function shown({ type, names, key, icon }: Shape): ToolShown {
  return { name: type, label: names[currentLanguage()], key, icon }
}

const byGesture = (...gestures: readonly Shape['gesture'][]) =>
  shapes.filter(({ gesture }) => gestures.includes(gesture)).map(shown)

export function toolGroups(): readonly ToolGroup[] {
  const one = (tool: ToolShown): ToolGroup => ({
    id: tool.name,
    label: tool.label,
    tools: [tool],
  })
  return [
    {
      id: 'selecting',
      label: t('board.moreSelecting'),
      tools: [plain('select'), plain('lasso'), plain('hand')],
    },
    ...byGesture('ink').map(one),
    {
      id: 'erasing',
      label: t('board.moreErasing'),
      tools: [plain('eraser'), plain('partialEraser')],
    },
    { id: 'shapes', label: t('board.moreShapes'), tools: byGesture('drag', 'corners') },
    ...byGesture('place').map(one),
    one(plain('laser')),
  ]
}

export function allTools(): readonly ToolShown[] {
  return toolGroups().flatMap((group) => group.tools)
}
