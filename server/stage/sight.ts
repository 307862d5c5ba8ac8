// Who may receive what of the stage: cameras of others where seeing them is not switched off, and people who are
// in the same breakout room, or speak to all of them. Pure; the sfu is told what somebody may receive no more.
import { isStaff } from '../../shared/roles.ts'
import { placeOf, reaches } from '../../shared/room/breakouts.ts'
import { mayDo } from '../../shared/room/standing.ts'
import { presence } from '../../shared/room/people.ts'
import { isShownToAll, type Source } from '../../shared/room/sources.ts'
import { evolveRoom, type RoomState } from '../../shared/room/state.ts'
import type { SfuInput } from '../../shared/contract/sfu.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'

/** What can take sight or hearing from somebody who stays in a live class. */
const deciding: readonly string[] = [
  'class.configured',
  'people.granted',
  'people.restricted',
  'people.appointed',
  'breakouts.opened',
  'breakouts.placed',
  'breakouts.removed',
  'breakouts.voiced',
]

export type Hidden = Pick<SfuInput<'hide'>, 'participants' | 'sources'>
const most = { participants: 5_000, sources: 1_000 }

function isAboutSight(facts: readonly { readonly type: string }[]): boolean {
  return facts.some(({ type }) => deciding.includes(type))
}

function isOfStaff({ people }: RoomState, participant: ParticipantId): boolean {
  return isStaff(people.get(participant)?.role ?? 'student')
}

type Sight = (source: Source) => boolean

/** What of the stage this person may receive. */
export function sightOf(state: RoomState, participant: ParticipantId): Sight {
  const cameras = mayDo(state, participant, 'media.seeCameras')
  const ofStaff = isOfStaff(state, participant)
  return (source) =>
    (cameras || isShownToAll(source)) &&
    (ofStaff || reaches(state.breakouts, source.participant, participant))
}

/** People with the same words here receive the same. */
function sightKey(state: RoomState, participant: ParticipantId): string {
  const cameras = mayDo(state, participant, 'media.seeCameras')
  if (isOfStaff(state, participant)) return `staff ${cameras}`
  return `${placeOf(state.breakouts, participant) ?? 'class'} ${cameras}`
}

function grouped(
  participants: Iterable<ParticipantId>,
  keyOf: (participant: ParticipantId) => string,
): [ParticipantId, ...ParticipantId[]][] {
  const groups = new Map<string, [ParticipantId, ...ParticipantId[]]>()
  for (const participant of new Set(participants)) {
    const group = groups.get(keyOf(participant))
    if (group === undefined) groups.set(keyOf(participant), [participant])
    else group.push(participant)
  }
  return [...groups.values()]
}

function hidden(participants: readonly ParticipantId[], sources: readonly Source[]): Hidden[] {
  if (sources.length === 0) return []
  return [
    {
      participants: participants.slice(0, most.participants),
      sources: sources.slice(0, most.sources).map(({ source }) => source),
    },
  ]
}

/** What these people must not receive: orders of which each takes the place of the one before. */
export function hiddenFrom(participants: Iterable<ParticipantId>, state: RoomState): Hidden[] {
  const sources = [...state.sources.values()]
  return grouped(participants, (one) => sightKey(state, one)).flatMap((group) => {
    const sees = sightOf(state, group[0])
    return hidden(
      group,
      sources.filter((source) => !sees(source)),
    )
  })
}

/** By which of these facts each person who is there lost sight or hearing of something, by its number: the last. */
export function losingSight(facts: readonly Fact[], before: RoomState): Map<ParticipantId, number> {
  const losing = new Map<ParticipantId, number>()
  if (!isAboutSight(facts)) return losing
  // Fact by fact: who could see something in between may have been granted it by another server.
  const sources = [...facts.reduce(evolveRoom, before).sources.values()]
  let state = before
  for (const fact of facts) {
    const after = evolveRoom(state, fact)
    if (isAboutSight([fact]))
      for (const one of losingBetween(state, after, sources)) losing.set(one, fact.seq)
    state = after
  }
  return losing
}

function losingBetween(
  before: RoomState,
  after: RoomState,
  sources: readonly Source[],
): ParticipantId[] {
  const present = [...after.people.values()]
    .filter((person) => presence(person) !== 'left')
    .map(({ participant }) => participant)
  const both = (one: ParticipantId) => `${sightKey(before, one)}, ${sightKey(after, one)}`
  return grouped(present, both).flatMap((group) => {
    const [saw, sees] = [sightOf(before, group[0]), sightOf(after, group[0])]
    return sources.some((source) => saw(source) && !sees(source)) ? group : []
  })
}
