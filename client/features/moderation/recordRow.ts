// One row of the record in words: what staff did, about whom, and which kind of act it is.
import type { BodyOf, FactType } from '../../../shared/contract/index.ts'
import type { Fact } from '../../../shared/log.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { dayAndClock } from '../../i18n/time.ts'
import { switchWords } from './moderation.svelte.ts'

export const recordKinds = ['people', 'rules', 'flags'] as const
export type RecordKind = (typeof recordKinds)[number]

export interface RecordRow {
  readonly kind: RecordKind
  readonly text: string
  /** What exactly, and until when. */
  readonly detail: string
  readonly reason: string
}

function is<Type extends FactType>(fact: Fact, type: Type): fact is Fact & { body: BodyOf<Type> } {
  return fact.type === type
}

const nameOf = ({ name }: { readonly name: string | null }) => ({
  name: name ?? t('classroom.somebody'),
})

function actRow({ body }: { readonly body: BodyOf<'moderation.acted'> }): RecordRow {
  const everybody = body.participant === null
  const name = everybody ? t('record.everybody') : nameOf(body).name
  return {
    kind: everybody ? 'rules' : 'people',
    text: t(`record.did_${body.act}`, { name }),
    detail: [
      ...(body.permissions.length === 0 ? [] : [switchWords(body.permissions)]),
      ...(body.until === null ? [] : [t('order.banEnds', { time: dayAndClock(body.until) })]),
    ].join(', '),
    reason: body.reason ?? '',
  }
}

const plain = (kind: RecordKind, text: string): RecordRow => ({
  kind,
  text,
  detail: '',
  reason: '',
})

function decidedRow({ body }: { readonly body: BodyOf<'flags.decided'> }): RecordRow {
  const key = body.decision === 'acted' ? 'record.did_flagActed' : 'record.did_flagDismissed'
  return { ...plain('flags', t(key, nameOf(body))), reason: body.reason ?? '' }
}

/** Null for what a later release records. */
export function recordRow(fact: Fact): RecordRow | null {
  if (is(fact, 'moderation.acted')) return actRow(fact)
  if (is(fact, 'flags.decided')) return decidedRow(fact)
  if (is(fact, 'flags.raised')) {
    const { body } = fact
    return {
      ...plain('flags', t('record.did_flagged', nameOf(body))),
      reason: body.reason ?? '',
    }
  }
  if (is(fact, 'people.appointed')) {
    const role = t(`classroom.role_${fact.body.role}`)
    return plain('people', t('record.did_appointed', { ...nameOf(fact.body), role }))
  }
  if (is(fact, 'moderation.slowed')) {
    const { seconds } = fact.body
    const text = seconds === null ? t('record.did_slowedOff') : t('record.did_slowed', { seconds })
    return plain('rules', text)
  }
  if (is(fact, 'lobby.changed')) {
    const rule = t(`order.admission_${fact.body.admission}`)
    return plain('rules', t('record.did_lobby', { rule }))
  }
  return null
}
