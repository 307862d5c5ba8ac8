// Decides what may be on the stage: who may publish what from which device, muting, and which sources
// end because their person left, moved to another device, or may not publish any more.
import type { BodyOf, CommandName } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { SourceId } from '../ids.ts'
import type { Actor } from '../log.ts'
import { isStaff, type Permission } from '../roles.ts'
import { acted } from './acted.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { mayDo } from './standing.ts'
import { sourcesOf, type Source, type SourceKind } from './sources.ts'
import type { RoomState } from './state.ts'

export const permissionFor: Readonly<Record<SourceKind, Permission>> = {
  camera: 'media.camera',
  microphone: 'media.microphone',
  screen: 'media.screen',
  screenAudio: 'media.screen',
  document: 'media.camera',
}

type CloseReason = BodyOf<'sources.closed'>['reason']

const close = (source: Source, reason: CloseReason) =>
  draft('sources.closed', { source: source.source, reason })

const gone = refuse('missing', 'This source has ended.', 'no-source')

function own(room: RoomState, id: SourceId, actor: Actor): Source | Refusal {
  const source = room.sources.get(id)
  if (source === undefined) return gone
  if (source.participant !== actor) return refuse('forbidden', 'This source is not yours.')
  return source
}

/** The same of the same device: two for a moment, while somebody is moved to another media node. */
const twins = (room: RoomState, { participant, session, kind }: Twin): Source[] =>
  sourcesOf(room.sources, participant).filter(
    (source) => source.session === session && source.kind === kind,
  )
type Twin = Pick<Source, 'participant' | 'session' | 'kind'>

type Names = Extract<CommandName, `sources.${string}`>

export const sourceDeciders: Deciders<Names> = {
  'sources.open': (room, input) => {
    const { paused, ...body } = input
    const person = room.people.get(input.participant)
    if (person === undefined) return notThere
    if (room.class.phase !== 'live')
      return refuse('illegalStep', 'The class is not live.', room.class.phase)
    if (person.holder !== input.session)
      return refuse('conflict', 'Another device of yours holds the media.', 'not-holder')
    if (!mayDo(room, input.participant, permissionFor[input.kind]))
      return refuse('forbidden', 'Staff has switched this off.', permissionFor[input.kind])
    const moving = twins(room, input).filter(({ incarnation }) => incarnation !== body.incarnation)
    const earlier = sourcesOf(room.sources, input.participant)
      .filter((source) => source.kind === input.kind && !moving.includes(source))
      .map((source) => close(source, 'replaced'))
    const { name, role } = person
    // Whom staff muted moves as they are.
    const muted = moving.some((source) => source.paused === 'staff') ? 'staff' : null
    const by = muted ?? (paused ? 'self' : null)
    return [...earlier, draft('sources.opened', { ...body, name, role, paused: by })]
  },
  'sources.pause': (room, { source: id }, { actor }) => {
    const source = own(room, id, actor)
    if ('code' in source) return source
    return twins(room, source)
      .filter(({ paused }) => paused === null)
      .map((one) => draft('sources.paused', { source: one.source, by: 'self' }))
  },
  'sources.resume': (room, { source: id }, { actor }) => {
    const source = own(room, id, actor)
    if ('code' in source) return source
    if (!mayDo(room, source.participant, permissionFor[source.kind]))
      return refuse('forbidden', 'Staff has switched this off.', permissionFor[source.kind])
    return twins(room, source)
      .filter(({ paused }) => paused !== null)
      .map((one) => draft('sources.resumed', { source: one.source }))
  },
  'sources.close': (room, { source: id }, { actor }) => {
    const source = own(room, id, actor)
    if ('code' in source) return source.code === 'missing' ? [] : source
    return twins(room, source).map((one) => close(one, 'self'))
  },
  'sources.mute': (room, { participant, staff = false }, { actor }) => {
    const isOfAll = ({ role, participant: owner }: Source) =>
      !isStaff(role) || (staff && owner !== actor)
    const meant = (source: Source) =>
      participant === null ? isOfAll(source) : source.participant === participant
    const muted = [...room.sources.values()]
      .filter((source) => source.kind === 'microphone' && source.paused === null && meant(source))
      .map(({ source }) => draft('sources.paused', { source, by: 'staff' }))
    const person = participant === null ? undefined : room.people.get(participant)
    return muted.length === 0 ? [] : [...muted, acted('muted', person ?? null)]
  },
  'sources.stop': (room, { source: id }) => {
    const source = room.sources.get(id)
    if (source === undefined) return []
    const person = room.people.get(source.participant) ?? null
    return [...twins(room, source).map((one) => close(one, 'staff')), acted('stopped', person)]
  },
  'sources.lose': (room, { sources, reason }) =>
    sources
      .map((id) => room.sources.get(id))
      .filter((source) => source !== undefined)
      .map((source) => close(source, reason)),
  'sources.loseIncarnation': (room, { incarnation }) =>
    room.sources.some((source) => source.incarnation === incarnation)
      ? [draft('sources.incarnationLost', { incarnation })]
      : [],
}

function ending(room: RoomState, source: Source): CloseReason | null {
  const person = room.people.get(source.participant)
  if (person === undefined || person.stays.length === 0) return 'left'
  if (room.class.phase !== 'live') return 'ended'
  if (person.holder !== source.session) return 'moved'
  return mayDo(room, source.participant, permissionFor[source.kind]) ? null : 'forbidden'
}

export const sourceAftermath: Aftermath = (before, after) => {
  if (before.people === after.people && before.class === after.class) return []
  return [...after.sources.values()].flatMap((source) => {
    const reason = ending(after, source)
    return reason === null ? [] : [close(source, reason)]
  })
}
