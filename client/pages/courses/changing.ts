// A change of order, place or visibility that says what it did and offers the way back.
import { tick } from 'svelte'
import { explain } from '../../api/explain.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { Notices } from '../../ui/notices.svelte.ts'
import { wordsOfVisibility, type Visibility } from './placing.ts'

export interface PlaceChange {
  readonly visibility?: Visibility | undefined
  readonly position?: number | undefined
  readonly module?: string | null | undefined
  readonly program?: string | null | undefined
}

interface Change {
  /** As it was before. */
  readonly what: { title: string; position: number; visibility: Visibility }
  readonly change: PlaceChange
  /** The parent it had, where there is more than one. */
  readonly from?: PlaceChange
  readonly send: (change: PlaceChange) => Promise<void>
  /** Takes the focus when what had it is gone from the list. */
  readonly list?: HTMLElement | undefined
}

export function changeUndoably(notices: Notices, { what, change, from, ...rest }: Change): void {
  const send = async (next: PlaceChange): Promise<void> => {
    await rest.send(next)
    await tick()
    if (document.activeElement === document.body) rest.list?.focus()
  }
  const fail = (error: unknown): void => notices.fail(explain(error))
  const { visibility } = change
  const back: PlaceChange =
    visibility === undefined
      ? { position: what.position, ...from }
      : { visibility: what.visibility }
  const words =
    visibility === undefined
      ? t('courses.moved', { title: what.title })
      : wordsOfVisibility(what.title, visibility)
  const undo = { label: t('ui.undo'), run: () => void send(back).catch(fail) }
  send(change).then(() => notices.undoable(words, undo), fail)
}
