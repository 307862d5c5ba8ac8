// What staff can do with a page and its board, as the items of a menu, each with the way back.
import Copy from '@lucide/svelte/icons/copy'
import Download from '@lucide/svelte/icons/download'
import History from '@lucide/svelte/icons/rotate-ccw-clock'
import Eraser from '@lucide/svelte/icons/brush-cleaning'
import EyeOff from '@lucide/svelte/icons/eye-off'
import Snowflake from '@lucide/svelte/icons/snowflake'
import Trash from '@lucide/svelte/icons/trash'
import type { OnPage } from '../../../shared/board/rights.ts'
import { paperKinds } from '../../../shared/contract/boardLimits.ts'
import type { Moment } from '../../../shared/contract/http/boards.ts'
import type { Board, Page } from '../../../shared/room/boards.model.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { clock } from '../../i18n/time.ts'
import type { MenuItem } from '../../ui/menuItem.ts'
import type { Notices } from '../../ui/notices.svelte.ts'
import type { Boards } from './boards.svelte.ts'

export interface Shown {
  readonly boards: Boards
  readonly notices: Notices
  readonly board: Board
  readonly page: Page
}

interface Opens {
  readonly download: () => void
  readonly past: () => void
}

function onPage({ board, page }: Shown): OnPage {
  return { board: board.id, page: page.id }
}

/** As it was at a moment; what it is now can be had again. */
export async function restorePage(shown: Shown, { epoch, seq, at }: Moment): Promise<boolean> {
  const { boards, notices, page } = shown
  const on = onPage(shown)
  if (!(await boards.goBack(on, { epoch, seq }))) return false
  const run = () => void boards.goBack(on, { epoch: page.epoch })
  notices.undoable(t('boards.restored', { time: clock(at) }), { label: t('ui.undo'), run })
  return true
}

async function undoable(act: Promise<boolean>, notices: Notices, undo: Undo): Promise<void> {
  if (await act) notices.undoable(undo.text, { label: t('ui.undo'), run: undo.run })
}
interface Undo {
  readonly text: string
  readonly run: () => void
}

export function clearPage(shown: Shown): Promise<void> {
  const { boards, notices, page } = shown
  const on = onPage(shown)
  const back = () => void boards.goBack(on, page)
  return undoable(boards.clear(on), notices, { text: t('boards.cleared'), run: back })
}

export function removePage(shown: Shown): Promise<void> {
  const { boards, notices, board, page } = shown
  const on = onPage(shown)
  const text = t('boards.removed', { number: board.pages.indexOf(page) + 1 })
  return undoable(boards.removePage(on), notices, { text, run: () => void boards.restorePage(on) })
}

export function closeBoard(boards: Boards, notices: Notices, { id, title }: Board): Promise<void> {
  const run = () => void boards.reopen(id)
  return undoable(boards.close(id), notices, { text: t('boards.closed', { title }), run })
}

export function endHiding(shown: Shown, how: 'merge' | 'discard'): Promise<void> {
  const { boards, notices } = shown
  const on = onPage(shown)
  const text = t(how === 'merge' ? 'boards.merged' : 'boards.discarded')
  const run = () => void boards.hideAgain(on)
  return undoable(boards.endHiding(on, how), notices, { text, run })
}

function orderItems(shown: Shown): MenuItem[] {
  const { boards, board, page } = shown
  const at = board.pages.indexOf(page)
  const on = onPage(shown)
  return [
    { label: t('boards.copyPage'), icon: Copy, run: () => void boards.copyPage(on) },
    {
      label: t('boards.moveBack'),
      disabled: at === 0,
      run: () => void boards.movePage(on, at - 1),
    },
    {
      label: t('boards.moveOn'),
      disabled: at === board.pages.size - 1,
      run: () => void boards.movePage(on, at + 1),
    },
  ]
}

export function pageItems(shown: Shown, { download, past }: Opens): MenuItem[] {
  const { boards, board, page } = shown
  const on = onPage(shown)
  const hidden = page.hidden !== null
  const paper = paperKinds.map((kind, n) => ({
    label: t(`boards.paper_${kind}`),
    apart: n === 0,
    checked: page.background.kind === kind,
    run: () => void boards.setPaper(on, kind),
  }))
  const hiding = {
    label: t('boards.hide'),
    icon: EyeOff,
    apart: true,
    disabled: hidden,
    run: () => void boards.hide(on),
  }
  return [
    ...orderItems(shown),
    ...paper,
    ...(board.kind === 'class' ? [hiding] : []),
    {
      label: t('boards.freeze'),
      icon: Snowflake,
      checked: board.frozen,
      run: () => void boards.freeze(board.id, !board.frozen),
    },
    { label: t('boards.past'), icon: History, apart: true, run: past },
    { label: t('boards.download'), icon: Download, run: download },
    {
      label: t('boards.clear'),
      icon: Eraser,
      danger: true,
      apart: true,
      disabled: hidden,
      run: () => void clearPage(shown),
    },
    {
      label: t('boards.removePage'),
      icon: Trash,
      danger: true,
      disabled: board.pages.size === 1,
      run: () => void removePage(shown),
    },
  ]
}
