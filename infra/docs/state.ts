// The shape of `snapshot.state`, written down for the page of the protocol. What folds it stands in
// `shared/room`; a test holds this against the states of random lives.
import { z } from 'zod'
import { background, boardFacts, origin, right } from '../../shared/contract/boardFacts.ts'
import { breakout, breakoutFacts } from '../../shared/contract/breakouts.ts'
import { broadcastFacts } from '../../shared/contract/broadcast.ts'
import { captionFacts } from '../../shared/contract/captions.ts'
import { chatFacts } from '../../shared/contract/chat.ts'
import { classFacts } from '../../shared/contract/class.ts'
import { id, time } from '../../shared/contract/fields.ts'
import { fileShown } from '../../shared/contract/files.ts'
import { lobbyFacts } from '../../shared/contract/lobby.ts'
import { moderationFacts } from '../../shared/contract/moderation.ts'
import { pollFacts, pollTally } from '../../shared/contract/polls.ts'
import { questionFacts } from '../../shared/contract/questions.ts'
import { sourceFacts } from '../../shared/contract/sources.ts'
import { stageFacts } from '../../shared/contract/stage.ts'
import { timerFacts } from '../../shared/contract/timer.ts'
import type { RoomState } from '../../shared/room/state.ts'

const object = z.strictObject
const says = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.meta({ ...schema.meta(), description })
const moment = z.int().nullable()
const participant = id<'participant'>()
const name = z.string().nullable()
const number = z.int()
const permissions = z.array(lobbyFacts['people.admitted'].body.shape.granted.element)
const visibleTo = says(
  z.union([z.enum(['everyone', 'all']), z.array(z.string())]),
  'as of a fact; see Facts',
)
const place = { seq: says(number, 'the number of its fact'), at: time }

const { stays: stay, ...person } = lobbyFacts['people.admitted'].body.shape
const message = object({
  ...place,
  ...chatFacts['chat.said'].body.shape,
  files: z.array(fileShown),
  deleted: z.enum(['author', 'staff']).nullable(),
  deletion: says(number.nullable(), 'the number of the fact that deleted it'),
  breakout: says(breakout.nullable(), 'the room in which it was said'),
})
const thread = { messages: says(z.array(message), 'oldest first'), older: z.boolean() }

const { seconds: draftSeconds, right: draftRight, ...asked } = pollFacts['polls.drafted'].body.shape
const tally = pollTally.omit({ poll: true }).shape
const askedPoll = {
  ...asked,
  openedSeq: number,
  openedAt: time,
  quiz: z.boolean(),
  right: says(draftRight.nullable(), 'staff’s to know'),
}
const openPoll = object({
  ...askedPoll,
  deadline: moment,
  votes: says(
    z.array(
      z.tuple([z.string(), object({ choices: z.array(number), text: z.string().nullable() })]),
    ),
    'voter and answer: one’s own at most',
  ),
})
const revealed = object({ ...tally, right: draftRight.nullable() })
const card = object({ ...asked, ...tally, right: draftRight.nullable(), ...place })

const { held: _, ...question } = questionFacts['questions.asked'].body.shape
const askedQuestion = {
  ...question,
  ...place,
  heldSeq: says(number.nullable(), 'where it was held before; its author’s and staff’s to know'),
  author: says(object({ participant, name }).nullable(), 'its author’s and staff’s to know'),
  votes: says(z.array(participant), 'one’s own at most'),
}
const end = z.discriminatedUnion('kind', [
  object({ kind: z.literal('answered'), live: z.boolean(), text: name, by: name }),
  object({ kind: z.literal('dismissed') }),
  object({ kind: z.literal('merged'), into: id<'question'>() }),
])

const hiding = object({
  revealed: says(z.union([z.literal('all'), z.array(participant)]), 'whose layers all may read'),
  layers: says(z.array(participant), 'who has one: oneself and who is revealed, staff knows all'),
  from: says(number.nullable(), 'the epoch that these layers are copies of'),
})
const boardPage = object({
  id: id<'page'>(),
  background,
  epoch: number,
  origin: says(origin.nullable(), 'what this epoch began as a copy of'),
  right: says(right.nullable(), 'null: the board’s'),
  hidden: hiding.nullable(),
  ended: says(object({ epoch: number, hidden: hiding }).nullable(), 'hiding that ended last'),
})
const boardShape = object({
  id: id<'board'>(),
  title: z.string(),
  kind: z.enum(['class', 'sheet']),
  owner: says(participant.nullable(), 'of a sheet'),
  ownerName: name,
  set: id<'sheetSet'>().nullable(),
  breakout: says(breakout.nullable(), 'the room whose it is'),
  pages: z.array(boardPage),
  removed: says(z.array(object({ at: number, page: boardPage })), 'newest first'),
  right: says(right, 'of students; of a sheet its owner’s'),
  people: says(z.array(z.tuple([participant, right])), 'oneself at most, staff knows all'),
  frozen: z.boolean(),
})

const fact = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => object({ ...shape, ...place })
const since = says(z.array(z.tuple([participant, time])), 'who, since when')

export const stateShape: Readonly<Record<keyof RoomState, z.ZodType>> = {
  class: object({
    phase: z.enum(['scheduled', 'lobby', 'live', 'ended', 'cancelled']),
    title: z.string(),
    startsAt: moment,
    duration: says(number.nullable(), 'minutes'),
    startedAt: moment,
    endedAt: moment,
    endReason: classFacts['class.ended'].body.shape.reason.nullable(),
    plannedEnd: says(moment, 'past this the class is overtime'),
    unattendedSince: says(moment, 'since when no staff is here'),
    emptySince: moment,
    warning: object(classFacts['class.warned'].body.shape).nullable(),
    forbidden: says(permissions, 'switched off for all who are not staff'),
    note: z.string(),
  }),
  people: z.array(
    object({
      ...person,
      stays: z.array(object(stay.element.shape)),
      admitted: z.boolean(),
      visibleTo,
    }),
  ),
  chat: object({
    ...thread,
    threads: z.array(object({ visibleTo, breakout: breakout.nullable(), ...thread })),
    restored: says(
      z.array(z.tuple([number, object({ by: number.nullable(), visibleTo })])),
      'messages that were deleted and shown again; by which fact',
    ),
  }),
  hands: says(z.array(object({ participant, name, at: time })), 'in the order they went up'),
  floor: object({
    invited: since,
    speakers: z.array(object({ participant, name, permissions, lifted: permissions })),
  }),
  polls: object({
    drafts: says(
      z.array(object({ ...asked, right: draftRight, seconds: draftSeconds })),
      'staff’s to know',
    ),
    open: z.array(openPoll),
    closed: says(
      z.array(
        object({
          ...askedPoll,
          ...place,
          count: says(object(tally).nullable(), 'staff’s to know'),
          revealed: revealed.nullable(),
        }),
      ),
      'newest first; older ones by `polls.page`',
    ),
    justClosed: says(openPoll.nullable(), 'can be opened again'),
    older: z.boolean(),
    stage: card.nullable(),
    cards: says(z.array(card), 'in the chat, oldest first'),
  }),
  questions: object({
    ...questionFacts['questions.configured'].body.shape,
    open: z.array(
      object({
        ...askedQuestion,
        state: z.enum(['held', 'refused', 'open']),
        pinned: z.boolean(),
        like: id<'question'>().nullable(),
      }),
    ),
    answering: object({ question: id<'question'>(), since: time }).nullable(),
    closed: says(
      z.array(
        object({
          ...askedQuestion,
          closedSeq: number,
          closedAt: time,
          end,
          count: number,
          lent: says(z.array(participant), 'one’s own at most'),
        }),
      ),
      'newest first; older ones by `questions.page`',
    ),
    older: z.boolean(),
  }),
  sources: z.array(object(sourceFacts['sources.opened'].body.shape)),
  stage: object(stageFacts['stage.focused'].body.shape),
  captions: says(z.array(fact(captionFacts['captions.written'].body.shape)), 'oldest first'),
  lobby: object({
    settings: object(lobbyFacts['lobby.changed'].body.shape),
    queue: says(since, 'who waits, since when; staff’s to know'),
    origins: says(
      z.array(z.tuple([participant, object({ invite: name, mark: name, member: z.boolean() })])),
      'staff’s to know',
    ),
  }),
  moderation: object({
    slow: object({ seconds: number.nullable(), by: z.enum(['staff', 'size']).nullable() }),
    lastSaid: says(since, 'who last wrote to all when, in slow mode'),
    sent: says(
      z.array(
        z.tuple([
          participant,
          object({
            act: z.enum(['refused', 'toLobby', 'removed', 'banned']),
            reason: name,
            until: moment,
          }),
        ]),
      ),
      'whom staff sent out; staff’s to know',
    ),
    bans: says(
      z.array(
        object({ ban: number, at: time, ...moderationFacts['moderation.banned'].body.shape }),
      ),
      'staff’s to know',
    ),
    flags: says(
      z.array(object({ flag: number, at: time, ...moderationFacts['flags.raised'].body.shape })),
      'staff’s to know',
    ),
  }),
  timer: object({ clock: object(timerFacts['timer.set'].body.shape).nullable() }),
  announcements: object({
    standing: z.array(
      object({
        announcement: id<'announcement'>(),
        ...place,
        text: name,
        name,
        dismissed: says(z.array(participant), 'oneself at most'),
      }),
    ),
  }),
  away: z.array(z.tuple([participant, object({ at: time, visibleTo })])),
  files: says(
    object({
      sent: z.array(
        z.tuple([
          participant,
          object({ bytes: number, waiting: z.array(object({ ...fileShown.shape, at: time })) }),
        ]),
      ),
    }),
    'no reader’s to know: empty',
  ),
  boards: object({
    boards: says(z.array(boardShape), 'of sheets one’s own, staff knows all'),
    closed: says(z.array(boardShape), 'newest first'),
    sets: z.array(
      object({
        id: id<'sheetSet'>(),
        title: z.string(),
        right,
        template: boardFacts['boards.handedOut'].body.shape.template,
        state: z.enum(['out', 'collected', 'withdrawn']),
      }),
    ),
    shown: object({
      board: id<'board'>(),
      page: id<'page'>(),
      leader: says(participant.nullable(), 'whom the others are asked to follow'),
      sheet: says(boardShape.nullable(), 'the board, where it is a sheet'),
    }).nullable(),
  }),
  breakouts: says(
    object({
      open: z.boolean(),
      rooms: z.array(
        object({
          ...breakoutFacts['breakouts.added'].body.shape,
          calledAt: says(moment, 'since when it calls for staff'),
        }),
      ),
      placements: says(z.array(z.tuple([participant, breakout])), 'who is not with the class'),
      choice: says(z.boolean(), 'people choose their room themselves'),
      endsAt: moment,
      voices: says(z.array(participant), 'of staff who are heard in all rooms'),
      choices: says(z.array(z.tuple([participant, number])), 'how often each has chosen'),
      past: says(z.array(z.tuple([participant, breakout])), 'who was where when the last ended'),
    }),
    'a plan is staff’s to know',
  ),
  broadcast: object({
    current: object({
      ...broadcastFacts['broadcast.began'].body.shape,
      beganAt: time,
      interruptedAt: says(moment, 'since when nothing comes'),
    }).nullable(),
    past: says(
      z.array(object(broadcastFacts['broadcast.ended'].body.shape)),
      'that ended of late, the last one last',
    ),
  }),
}
