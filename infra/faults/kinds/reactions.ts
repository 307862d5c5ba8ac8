// How people of a class under faults react, and what they say of its pace. Those who may not do so too.
import { emojis, paces } from '../../../shared/contract/reactionLimits.ts'
import { deed, passing, type Kind } from '../acts.ts'
import { all, everybody, nothing } from './aims.ts'

export const reactions: readonly Kind[] = [
  passing(everybody, 3)('reactions.send', ({ any }) => ({ emoji: any(emojis) ?? '👍' })),
  passing(everybody, 2)('reactions.pace', ({ any }) => ({
    pace: any([...paces, 'none']) ?? 'none',
  })),
  deed(all, 2)('reactions', nothing, async (actor) => {
    const gauge = await actor.ask('reactions.readGauge', {})
    if (gauge !== null) actor.diary.gauges.push({ view: actor.pupil.view, gauge })
  }),
]
