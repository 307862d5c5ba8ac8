// The whole contract between client and server: every domain's tables merged, and the types read off them.
import type { z } from 'zod'
import { announcementCommands, announcementFacts } from './announcements.ts'
import { awayCommands, awayFacts } from './away.ts'
import { boardCommands } from './boards.ts'
import { boardFacts } from './boardFacts.ts'
import { breakoutCommands, breakoutFacts } from './breakouts.ts'
import {
  broadcastCommands,
  broadcastFacts,
  broadcastRequests,
  broadcastSignals,
} from './broadcast.ts'
import { captionCommands, captionFacts, captionSignals } from './captions.ts'
import { chatCommands, chatFacts, chatRequests, chatSignals } from './chat.ts'
import { classCommands, classFacts } from './class.ts'
import { fileCommands, fileFacts } from './files.ts'
import { floorCommands, floorFacts } from './floor.ts'
import { handCommands, handFacts } from './hands.ts'
import { lobbyCommands, lobbyFacts, lobbySignals } from './lobby.ts'
import { mediaRequests, mediaSignals } from './media.ts'
import { moderationCommands, moderationFacts, moderationRequests } from './moderation.ts'
import { peopleCommands, peopleFacts, peopleRequests } from './people.ts'
import { pollCommands, pollFacts, pollRequests, pollSignals } from './polls.ts'
import { questionCommands, questionFacts, questionRequests, questionSignals } from './questions.ts'
import { reactionCommands, reactionFacts, reactionRequests, reactionSignals } from './reactions.ts'
import { roomRequests, roomSignals } from './room.ts'
import { sourceCommands, sourceFacts, sourceSignals } from './sources.ts'
import { stageCommands, stageFacts } from './stage.ts'
import { timerCommands, timerFacts } from './timer.ts'

export const commands = {
  ...classCommands,
  ...peopleCommands,
  ...chatCommands,
  ...handCommands,
  ...floorCommands,
  ...pollCommands,
  ...questionCommands,
  ...reactionCommands,
  ...sourceCommands,
  ...stageCommands,
  ...captionCommands,
  ...lobbyCommands,
  ...moderationCommands,
  ...timerCommands,
  ...announcementCommands,
  ...awayCommands,
  ...fileCommands,
  ...boardCommands,
  ...breakoutCommands,
  ...broadcastCommands,
}
export const requests = {
  ...roomRequests,
  ...peopleRequests,
  ...chatRequests,
  ...pollRequests,
  ...questionRequests,
  ...reactionRequests,
  ...mediaRequests,
  ...moderationRequests,
  ...broadcastRequests,
}
export const signals = {
  ...roomSignals,
  ...chatSignals,
  ...pollSignals,
  ...questionSignals,
  ...reactionSignals,
  ...sourceSignals,
  ...mediaSignals,
  ...lobbySignals,
  ...captionSignals,
  ...broadcastSignals,
}
export const facts = {
  ...classFacts,
  ...peopleFacts,
  ...chatFacts,
  ...handFacts,
  ...floorFacts,
  ...pollFacts,
  ...questionFacts,
  ...reactionFacts,
  ...sourceFacts,
  ...stageFacts,
  ...captionFacts,
  ...lobbyFacts,
  ...moderationFacts,
  ...timerFacts,
  ...announcementFacts,
  ...awayFacts,
  ...fileFacts,
  ...boardFacts,
  ...breakoutFacts,
  ...broadcastFacts,
}
export const contract = { commands, requests, signals, facts }

type Commands = typeof commands
type Requests = typeof requests
type Signals = typeof signals
type Facts = typeof facts

export type CommandName = keyof Commands
export type InputOf<Name extends CommandName> = z.output<Commands[Name]['input']>
export type RequestName = keyof Requests
export type RequestInput<Name extends RequestName> = z.output<Requests[Name]['input']>
export type RequestOutput<Name extends RequestName> = z.output<Requests[Name]['output']>
export type SignalName = keyof Signals
export type SignalData<Name extends SignalName> = z.output<Signals[Name]['data']>
export type FactType = keyof Facts
export type BodyOf<Type extends FactType> = z.output<Facts[Type]['body']>
