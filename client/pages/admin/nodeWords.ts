// In words: what it would mean to drain a media node, and how long that may take.
import './nodesTexts.ts'
import { usualDrain, type MediaNodeEntry } from '../../../shared/contract/http/nodes.ts'
import { takesPeople } from '../../../shared/nodeTotals.ts'
import { t } from '../../i18n/i18n.svelte.ts'

/** By what is there now: whoever joins or leaves until then is not reckoned. */
export function drainWords(entry: MediaNodeEntry, all: readonly MediaNodeEntry[]): string {
  const { people: count, rooms } = entry.facts
  const hasOther = all.some((one) => one.node !== entry.node && takesPeople(one))
  if (!hasOther) return t('adminNodes.drainNowhere', { count })
  if (count === 0) return t('adminNodes.drainNobody')
  return t('adminNodes.drainMoves', {
    count,
    inClasses: t('adminNodes.inClasses', { count: rooms }),
  })
}

/** Seconds that may be chosen; the usual is among them. */
const spans = [60, usualDrain, 900, 3_600]

export const drainSpans = () =>
  spans.map((seconds) => ({
    value: String(seconds),
    label: t('adminNodes.withinMinutes', { count: seconds / 60 }),
  }))
