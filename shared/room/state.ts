// A room's state: one slice per feature, folded fact by fact, projected for a viewer, encoded for a
// snapshot. The list below is the only place that knows which features there are.
import type { Fact } from '../log.ts'
import { announcements, type AnnouncementSlice } from './announcements.ts'
import { away, type AwaySlice } from './away.ts'
import { boards, type BoardSlice } from './boards.ts'
import { breakouts, type BreakoutSlice } from './breakouts.ts'
import { broadcast, type BroadcastSlice } from './broadcast.ts'
import { captions, type CaptionSlice } from './captions.ts'
import { chat, type ChatSlice } from './chat.ts'
import { klass, type ClassSlice } from './class.ts'
import { foldInto, type Feature } from './feature.ts'
import { files, type FileSlice } from './files.ts'
import { floor, type FloorSlice } from './floor.ts'
import { hands, type HandSlice } from './hands.ts'
import { lobby, type LobbySlice } from './lobby.ts'
import { moderation, type ModerationSlice } from './moderation.ts'
import { people, type PeopleSlice } from './people.ts'
import { polls, type PollSlice } from './polls.ts'
import { questions, type QuestionSlice } from './questions.ts'
import { sources, type SourceSlice } from './sources.ts'
import { stage, type StageSlice } from './stage.ts'
import { timer, type TimerSlice } from './timer.ts'
import type { Viewer } from './viewer.ts'

export interface RoomState {
  readonly class: ClassSlice
  readonly people: PeopleSlice
  readonly chat: ChatSlice
  readonly hands: HandSlice
  readonly floor: FloorSlice
  readonly polls: PollSlice
  readonly questions: QuestionSlice
  readonly sources: SourceSlice
  readonly stage: StageSlice
  readonly captions: CaptionSlice
  readonly lobby: LobbySlice
  readonly moderation: ModerationSlice
  readonly timer: TimerSlice
  readonly announcements: AnnouncementSlice
  readonly away: AwaySlice
  readonly files: FileSlice
  readonly boards: BoardSlice
  readonly breakouts: BreakoutSlice
  readonly broadcast: BroadcastSlice
}

const features: { readonly [Name in keyof RoomState]: Feature<RoomState[Name]> } = {
  class: klass,
  people,
  chat,
  hands,
  floor,
  polls,
  questions,
  sources,
  stage,
  captions,
  lobby,
  moderation,
  timer,
  announcements,
  away,
  files,
  boards,
  breakouts,
  broadcast,
}

type Slices = Record<keyof RoomState, unknown>
const entries = Object.entries(features) as [keyof RoomState, Feature<unknown>][]

function build(slice: (name: keyof RoomState, feature: Feature<unknown>) => unknown): RoomState {
  const state: Partial<Slices> = {}
  for (const [name, feature] of entries) state[name] = slice(name, feature)
  return state as RoomState
}

export const initialRoom: RoomState = build((_, feature) => feature.initial)

/** Total: a fact that concerns nothing here returns the same state. */
export function evolveRoom(state: RoomState, fact: Fact): RoomState {
  const changed: Partial<Slices> = {}
  for (const [name, feature] of entries) {
    const next = foldInto(feature, state[name] as unknown, fact)
    if (next !== state[name]) changed[name] = next
  }
  return Object.keys(changed).length === 0 ? state : ({ ...state, ...changed } as RoomState)
}

export function projectRoom(state: RoomState, viewer: Viewer): RoomState {
  return build((name, feature) => feature.project(state[name], viewer))
}

export function encodeRoom(state: RoomState): unknown {
  return build((name, feature) => feature.encode(state[name]))
}

export function decodeRoom(json: unknown): RoomState {
  const slices = json as Partial<Slices>
  return build((name, feature) =>
    slices[name] === undefined ? feature.initial : feature.decode(slices[name]),
  )
}
