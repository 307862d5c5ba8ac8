// In words: how nodes are, by which figures, and what it would mean to drain one.
import './nodesTexts.ts'
import { usualDrain, type MediaNodeEntry } from '../../../shared/contract/http/nodes.ts'
import { hasElsewhere, movedOf } from '../../../shared/nodeTotals.ts'
import { currentLocale, t } from '../../i18n/i18n.svelte.ts'
import { clock, exactClock, relative } from '../../i18n/time.ts'

interface NodeState {
  readonly tone: 'accent' | 'staff' | 'danger'
  readonly word: string
  /** What else is worth knowing of it; empty: nothing. */
  readonly more: string
}

const drains = (more: string): NodeState => ({
  tone: 'staff',
  word: t('adminNodes.nodeDrains'),
  more,
})

export function stateOf(
  entry: MediaNodeEntry,
  all: readonly MediaNodeEntry[],
  now: number,
): NodeState {
  const { node, heard, heardAt, draining, drain, empty, facts } = entry
  if (!heard) {
    const more = t('adminNodes.nodeHeard', { when: relative(heardAt, now) })
    return { tone: 'danger', word: t('adminNodes.nodeGone'), more }
  }
  if (empty)
    return { tone: 'staff', word: t('adminNodes.nodeDrained'), more: t('adminNodes.nodeEmpty') }
  if (draining && facts.people > 0 && !hasElsewhere(node, all))
    return drains(t('adminNodes.nodeStuck'))
  if (drain !== null && drain.people > 0) {
    const { moved, people } = movedOf(drain, facts)
    return drains(t('adminNodes.nodeMoves', { moved, people, by: clock(drain.by) }))
  }
  if (draining) return drains(t('adminNodes.nobodyNew'))
  if (facts.stopping)
    return { tone: 'staff', word: t('adminNodes.nodeStops'), more: t('adminNodes.nobodyNew') }
  return { tone: 'accent', word: t('adminNodes.nodeUp'), more: '' }
}

/** With so many digits after the point that figures below each other line up. */
function withDigits(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(currentLocale(), options).format(value)
}

export const shareWords = (share: number): string =>
  t('adminNodes.percent', { percent: withDigits(share * 100, 1) })
/** How the lines of the table are to be read. */
export const scaleWords = (top: number, since: number): string =>
  t('adminNodes.trendScale', { when: exactClock(since), percent: whole(top * 100) })
export const megabits = (bits: number): string => withDigits(bits / 1e6, 1)
export const whole = (value: number): string => withDigits(value, 0)

/** By what is there now: whoever joins or leaves until then is not reckoned. */
export function drainWords(entry: MediaNodeEntry, all: readonly MediaNodeEntry[]): string {
  const { people: count, rooms } = entry.facts
  if (!hasElsewhere(entry.node, all)) return t('adminNodes.drainNowhere', { count })
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
