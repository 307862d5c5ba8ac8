// Who may no longer receive cameras that they may be watching. Pure.
import { mayDo } from '../../shared/room/standing.ts'
import { presence } from '../../shared/room/people.ts'
import { isShownToAll } from '../../shared/room/sources.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { SfuInput } from '../../shared/contract/sfu.ts'
import type { ParticipantId } from '../../shared/ids.ts'

/** What can take the right to see cameras from somebody who stays in a live class. */
const deciding: readonly string[] = [
  'class.configured',
  'people.granted',
  'people.restricted',
  'people.appointed',
]

type Hidden = Pick<SfuInput<'hide'>, 'participants' | 'sources'>
const most = { participants: 5_000, sources: 1_000 }

export function isAboutSight(facts: readonly { readonly type: string }[]): boolean {
  return facts.some(({ type }) => deciding.includes(type))
}

/** What those of them who may not see cameras must not receive; null when that is nobody, or nothing. */
export function hiddenFrom(participants: Iterable<ParticipantId>, state: RoomState): Hidden | null {
  const sources = [...state.sources.values()].filter((source) => !isShownToAll(source))
  if (sources.length === 0) return null
  const blind = [...new Set(participants)]
    .filter((participant) => !mayDo(state, participant, 'media.seeCameras'))
    .slice(0, most.participants)
  if (blind.length === 0) return null
  return {
    participants: blind,
    sources: sources.slice(0, most.sources).map(({ source }) => source),
  }
}

/** Null when nobody lost anything. */
export function hiddenBy(
  facts: readonly { readonly type: string }[],
  before: RoomState,
  after: RoomState,
): Hidden | null {
  if (!isAboutSight(facts)) return null
  const losers = [...after.people.values()]
    .filter((person) => presence(person) !== 'left')
    .map(({ participant }) => participant)
    .filter((participant) => mayDo(before, participant, 'media.seeCameras'))
  return hiddenFrom(losers, after)
}
