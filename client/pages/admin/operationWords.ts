// In words: alerts, why somebody is where they are, and what was decided about a class.
import type { Placed } from '../../../shared/contract/http/decisions.ts'
import type { NotedEvent } from '../../../shared/contract/http/nodes.ts'
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
    case 'LyceumOneMediaNode':
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

/** What made it necessary, what decided, and by which figures. */
export function reasonWords({ why, from, reason }: Placed): string[] {
  const { rule, among, people, expects } = reason
  const before = { from: from ?? t('operation.someNode') }
  const cause = why === 'came' ? [] : [t(`operation.why_${why}`, before)]
  const figures = among.map(({ node, load, scarcest, draining }) => {
    const values = { node, percent: percentOf(load), scarcest: t(`operation.${scarcest}`) }
    return draining ? t('operation.loadDraining', values) : t('operation.load', values)
  })
  const reckoned = t('operation.reckoned', { count: people, share: percentOf(expects) })
  return [...cause, t(`operation.${rule}`), ...figures, reckoned]
}

/** Somebody and others: of many only the first are named. */
export function namesOf({ people, names }: { people: number; names: readonly string[] }): string {
  const more = people - names.length
  const others = more > 0 ? [t('operation.more', { count: more })] : []
  return [...names, ...others].join(', ')
}

export function eventWords({ node, event }: NotedEvent): string {
  switch (event.kind) {
    case 'lost':
      return t(`operation.lost_${event.why}`, { node, count: event.people })
    case 'drained':
      return t('operation.drainedWithin', { node, count: event.people, seconds: event.within })
    case 'undrained':
      return t('operation.undrained', { node })
    case 'returned':
    case 'emptied':
    case 'forgotten':
      return t(`operation.${event.kind}`, { node })
  }
}

/** Who did it, or which server noticed. */
export function byWords({ event, by }: NotedEvent): string {
  switch (event.kind) {
    case 'drained':
    case 'undrained':
    case 'forgotten':
      return t('operation.by', { name: by })
    case 'lost':
    case 'returned':
    case 'emptied':
      return t('operation.noticedBy', { name: by })
  }
}

function pipedWords({ sources }: NotedDecision, count: number): string {
  const names = sources.map(({ name, kind }) =>
    t('operation.sourceOf', {
      name: name ?? t('operation.somebody'),
      source: t(`operation.${kind}`),
    }),
  )
  return namesOf({ people: count, names })
}

export function decisionWords(noted: NotedDecision): string {
  const { decision } = noted
  const name = noted.name ?? t('operation.somebody')
  switch (decision.kind) {
    case 'placed': {
      const { node, from } = decision
      if (from === null || from === node) return t('operation.placed', { name, node })
      return t('operation.moved', { name, from, node })
    }
    case 'moving': {
      const { from, cutFrom: other } = decision
      if (other === null) return t('operation.moving', { name, from })
      return t('operation.movingCut', { name, from, other })
    }
    case 'stayed':
      return t('operation.stayed', { name, node: decision.node, to: decision.to })
    case 'left':
      return t('operation.left', { name, node: decision.node })
    case 'piped':
    case 'unpiped': {
      const { kind, from, to, sources: count } = decision
      return t(`operation.${kind}`, { from, to, sources: pipedWords(noted, count) })
    }
    case 'lost': {
      const { node, why, people: count } = decision
      return t(`operation.lost_${why}`, { node, count })
    }
    case 'tooMuch': {
      const { node, source } = decision
      return t('operation.tooMuch', { name, node, source: t(`operation.${source}`) })
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
