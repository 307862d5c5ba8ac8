// The rules of a room's log: authorise, decide, add what follows, fold. Used by servers; clients, the
// recorder and the replay only fold (see `state.ts`).
import { commands, facts, type CommandName } from '../contract/index.ts'
import { isRefusal, refuse, type Refusal } from '../errors.ts'
import type { FactId } from '../ids.ts'
import type { DecideContext, Decision, Draft, Fact, Rules } from '../log.ts'
import { announcementDeciders } from './announcements.decide.ts'
import { awayAftermath, awayDeciders } from './away.decide.ts'
import { boardDeciders } from './boards.decide.ts'
import { breakoutBoardAftermath } from './boards.breakouts.decide.ts'
import { screenAftermath } from './boards.screens.decide.ts'
import { breakoutAftermath, breakoutChores, breakoutDeciders } from './breakouts.decide.ts'
import { broadcastAftermath, broadcastDeciders } from './broadcast.decide.ts'
import { captionDeciders } from './captions.decide.ts'
import { chatDeciders } from './chat.decide.ts'
import { classAftermath, classChores, classDeciders, type Chore } from './class.decide.ts'
import type { Deciders, RoomCommand, RoomContext } from './command.ts'
import { allowed, subjectOf, viewerOf } from './standing.ts'
import { fileDeciders } from './files.decide.ts'
import { flagDeciders } from './flags.decide.ts'
import { floorAftermath, floorDeciders } from './floor.decide.ts'
import { handAftermath, handDeciders } from './hands.decide.ts'
import { lobbyAftermath, lobbyChores, lobbyDeciders } from './lobby.decide.ts'
import { redact } from './marks.ts'
import { moderationDeciders, slowAftermath } from './moderation.decide.ts'
import { peopleChores, peopleDeciders } from './people.decide.ts'
import { pollAftermath, pollChores, pollDeciders } from './polls.decide.ts'
import { questionAftermath, questionDeciders } from './questions.decide.ts'
import { reactionDeciders } from './reactions.decide.ts'
import { sourceAftermath, sourceDeciders } from './sources.decide.ts'
import { stageDeciders } from './stage.decide.ts'
import { decodeRoom, encodeRoom, evolveRoom, initialRoom, type RoomState } from './state.ts'
import { timerDeciders } from './timer.decide.ts'

const deciders: Deciders<CommandName> = {
  ...classDeciders,
  ...peopleDeciders,
  ...chatDeciders,
  ...handDeciders,
  ...floorDeciders,
  ...pollDeciders,
  ...questionDeciders,
  ...reactionDeciders,
  ...sourceDeciders,
  ...stageDeciders,
  ...captionDeciders,
  ...lobbyDeciders,
  ...moderationDeciders,
  ...flagDeciders,
  ...timerDeciders,
  ...announcementDeciders,
  ...awayDeciders,
  ...fileDeciders,
  ...boardDeciders,
  ...breakoutDeciders,
  ...broadcastDeciders,
}
const aftermaths = [
  lobbyAftermath,
  classAftermath,
  handAftermath,
  floorAftermath,
  awayAftermath,
  sourceAftermath,
  screenAftermath,
  pollAftermath,
  questionAftermath,
  slowAftermath,
  breakoutAftermath,
  breakoutBoardAftermath,
  broadcastAftermath,
]

/** Null when the actor may; judged against the state the decision is made on, so a lost role loses at once. */
export function authorise(
  room: RoomState,
  { name }: Pick<RoomCommand, 'name'>,
  actor: DecideContext['actor'],
): Refusal | null {
  if (actor === 'system') return null
  const { permission, outside } = commands[name]
  if (permission === 'system') return refuse('forbidden')
  const subject = subjectOf(room, actor)
  if (subject === null) return refuse('forbidden', 'You are not in this class.', 'not-here')
  if (!allowed(room, subject, permission)) return refuse('forbidden', undefined, permission)
  if (outside === true || viewerOf(room, actor).kind !== 'waiting') return null
  return refuse('forbidden', 'You are not inside.', 'outside')
}

function provisional({ anonymous, ...draft }: Draft, { now, actor }: DecideContext): Fact {
  const author = anonymous === true ? null : actor
  return { ...draft, seq: 0, id: '' as FactId, at: now, actor: author }
}

function withAftermath(room: RoomState, first: readonly Draft[], context: DecideContext): Draft[] {
  const drafts = [...first]
  const fold = (state: RoomState, draft: Draft) => evolveRoom(state, provisional(draft, context))
  let after = drafts.reduce(fold, room)
  for (const aftermath of aftermaths) {
    const more = aftermath(room, after)
    after = more.reduce(fold, after)
    drafts.push(...more)
  }
  return drafts
}

function decide(room: RoomState, command: RoomCommand, context: DecideContext): Decision {
  const refusal = authorise(room, command, context.actor)
  if (refusal !== null) return refusal
  const decider = deciders[command.name] as (
    room: RoomState,
    input: unknown,
    context: RoomContext,
  ) => Decision
  const { named = [], blind = null } = command
  const decision = decider(room, command.input, { ...context, named, blind })
  if (isRefusal(decision) || decision.length === 0) return decision
  return withAftermath(room, decision, context)
}

export const roomRules: Rules<RoomState, RoomCommand> = {
  version: 1,
  initial: initialRoom,
  decide,
  evolve: evolveRoom,
  encode: encodeRoom,
  decode: decodeRoom,
  reads: (type, version) => type in facts && version <= facts[type as keyof typeof facts].version,
  redact,
}

/** What falls due by itself in this room, soonest first. */
export function roomChores(room: RoomState): Chore[] {
  const chores = [
    ...classChores(room),
    ...pollChores(room),
    ...lobbyChores(room),
    ...peopleChores(room),
    ...breakoutChores(room),
  ]
  return chores.sort((a, b) => a.at - b.at)
}
