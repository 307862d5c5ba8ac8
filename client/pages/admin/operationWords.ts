// In words: alerts, why somebody is where they are, and what was decided about a class.
import type { Decision, PlacementReason } from '../../../shared/contract/http/decisions.ts'
import type { Alert, NotedDecision, Outlook } from '../../../shared/contract/http/operation.ts'
import { t } from '../../i18n/i18n.svelte.ts'

/** Small ones with a decimal: nothing is never quite nothing. */
export const percentOf = (share: number): number =>
  share < 0.1 ? Math.round(share * 1_000) / 10 : Math.round(share * 100)

export function alertWords({ alert, about, figure }: Alert): string {
  const node = about ?? ''
  switch (alert) {
    case 'LyceumNoMedia':
      return t('operation.LyceumNoMedia')
    case 'LyceumSfuAway':
    case 'LyceumWorkerDied':
    case 'LyceumDrainLate':
      return t(`operation.${alert}`, { about: node, count: figure })
    case 'LyceumMediaNodeFull':
    case 'LyceumClassTooLarge':
      return t(`operation.${alert}`, { about: node, percent: percentOf(figure) })
    case 'LyceumMediaNearlyFull':
      return t('operation.LyceumMediaNearlyFull', { percent: percentOf(figure) })
    case 'LyceumVersionsMixed':
      return t('operation.LyceumVersionsMixed', { count: figure })
  }
}

export const peopleWords = ({ expected, expectation }: Outlook): string =>
  t(`operation.${expectation}`, { count: expected })

export function fitWords({ share, together }: Outlook): string {
  if (together === share) return t('operation.takes', { share: percentOf(share) })
  const figures = { share: percentOf(share), together: percentOf(together) }
  return t('operation.takesWithOthers', figures)
}

/** What to do about it; null when nothing is. */
export function advice({ verdict, nodesMissing }: Outlook): string | null {
  switch (verdict) {
    case 'fits':
      return null
    case 'tight':
      return t('operation.adviceTight')
    case 'tooLarge':
      return t('operation.adviceTooLarge', { count: Math.max(1, nodesMissing) })
    case 'noNodes':
      return t('operation.adviceNoNodes')
  }
}

export function reasonWords({ rule, among, people, expects }: PlacementReason): string[] {
  const only = rule === 'lesserOfTwo' && among.length === 1
  const figures = among.map(({ node, load, scarcest, draining }) => {
    const values = { node, percent: percentOf(load), scarcest: t(`operation.${scarcest}`) }
    return draining ? t('operation.loadDraining', values) : t('operation.load', values)
  })
  const reckoned = t('operation.reckoned', { count: people, share: percentOf(expects) })
  return [only ? t('operation.onlyOne') : t(`operation.${rule}`), ...figures, reckoned]
}

export function decisionWords({ decision, name: known }: NotedDecision): string {
  return wordsOf(decision, known ?? t('operation.somebody'))
}

function wordsOf(decision: Decision, name: string): string {
  switch (decision.kind) {
    case 'placed': {
      const { node, from } = decision
      if (from === null || from === node) return t('operation.placed', { name, node })
      return t('operation.moved', { name, from, node })
    }
    case 'moving':
      return t('operation.moving', { name, from: decision.from })
    case 'left':
      return t('operation.left', { name, node: decision.node })
    case 'piped':
    case 'unpiped': {
      const { kind, from, to, sources: count } = decision
      return t(`operation.${kind}`, { from, to, count })
    }
    case 'lost': {
      const { node, why, people: count } = decision
      return t(`operation.lost_${why}`, { node, count })
    }
    case 'nowhere':
      return t('operation.nobodyTakes', { name })
    case 'drained':
      return t('operation.drained', { node: decision.node, count: decision.people })
    case 'undrained':
      return t('operation.undrained', { node: decision.node })
    case 'ended':
      return t('operation.ended')
  }
}
