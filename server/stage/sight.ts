// Who may no longer receive cameras that they may be watching. Pure.
import { mayDo } from '../../shared/room/command.ts'
import { presence } from '../../shared/room/people.ts'
import { isShownToAll } from '../../shared/room/sources.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { SfuInput } from '../../shared/contract/sfu.ts'

/** What can take the right to see cameras from somebody who stays in a live class. */
const deciding: readonly string[] = ['class.configured', 'people.granted', 'people.appointed']

type Hidden = Pick<SfuInput<'hide'>, 'participants' | 'sources'>
const most = { participants: 5_000, sources: 1_000 }

/** Null when nobody lost anything. */
export function hiddenBy(
  facts: readonly { readonly type: string }[],
  before: RoomState,
  after: RoomState,
): Hidden | null {
  if (!facts.some(({ type }) => deciding.includes(type))) return null
  const sources = [...after.sources.values()].filter((source) => !isShownToAll(source))
  if (sources.length === 0) return null
  const participants = [...after.people.values()]
    .filter((person) => presence(person) !== 'left')
    .map(({ participant }) => participant)
    .filter((participant) => !mayDo(after, participant, 'media.seeCameras'))
    .filter((participant) => mayDo(before, participant, 'media.seeCameras'))
  if (participants.length === 0) return null
  return {
    participants: participants.slice(0, most.participants),
    sources: sources.slice(0, most.sources).map(({ source }) => source),
  }
}
