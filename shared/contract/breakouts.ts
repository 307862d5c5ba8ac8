// Breakout rooms: a class in small groups that see and hear each other, and staff who see all of them. They are
// part of the class: one log, the same media session, nobody changes the page.
import { z } from 'zod'
import { breakoutLimits } from './breakoutLimits.ts'
import { command, fact } from './define.ts'
import { id, line, time } from './fields.ts'

export const breakout = id<'breakout'>()
const participant = id<'participant'>()
const name = line(breakoutLimits.name)
const minutes = z.int().min(1).max(breakoutLimits.minutes).nullable()
const manages = { permission: 'breakouts.manage', rate: 'act' } as const

export const breakoutCommands = {
  'breakouts.plan': command({
    summary:
      'Makes these rooms, in the place of those that were planned, and puts whoever is here and not of the staff into them: at `random`, in even groups, or nobody. With `choice` people may choose their room themselves. Nobody but staff is told before the rooms open.',
    input: z.object({
      names: z.array(name).min(1).max(breakoutLimits.rooms),
      assign: z.enum(['random', 'nobody']),
      choice: z.boolean(),
    }),
    ...manages,
  }),
  'breakouts.add': command({
    summary:
      'Makes one more room, or brings back one that was taken away, with its chat and its board.',
    input: z.object({ name, breakout: breakout.optional() }),
    ...manages,
  }),
  'breakouts.rename': command({
    summary: 'Gives a room another name.',
    input: z.object({ breakout, name }),
    ...manages,
  }),
  'breakouts.remove': command({
    summary: 'Takes a room away; who was in it is with the class again.',
    input: z.object({ breakout }),
    ...manages,
  }),
  'breakouts.place': command({
    summary:
      'Puts people into a room, or with null back to the class. While rooms are open they are there at once; staff visit a room so, and answer its call.',
    input: z.object({
      participants: z.array(participant).min(1).max(breakoutLimits.people),
      breakout: breakout.nullable(),
    }),
    ...manages,
  }),
  'breakouts.open': command({
    summary:
      'Opens the planned rooms, for so many minutes or until everybody is called back: from now on people see and hear who is in the same room.',
    input: z.object({ minutes }),
    ...manages,
  }),
  'breakouts.setEnd': command({
    summary: 'Lets the open rooms end in so many seconds from now, or with null not by themselves.',
    input: z.object({
      seconds: z
        .int()
        .min(1)
        .max(breakoutLimits.minutes * 60)
        .nullable(),
    }),
    ...manages,
  }),
  'breakouts.callBack': command({
    summary: 'Calls everybody back into the class. The rooms stay planned, with who was in them.',
    input: z.object({}),
    ...manages,
  }),
  'breakouts.expire': command({
    summary: 'Ends rooms whose time is over.',
    input: z.object({}),
    permission: 'system',
    rate: 'system',
  }),
  'breakouts.speak': command({
    summary: 'Whether what one says and shows reaches all rooms, or only where one is.',
    input: z.object({ on: z.boolean() }),
    ...manages,
  }),
  'breakouts.choose': command({
    summary: 'Goes into an open room, or with null back to the class, where people may choose.',
    input: z.object({ breakout: breakout.nullable() }),
    permission: 'breakouts.join',
    rate: 'act',
  }),
  'breakouts.call': command({
    summary: 'Calls staff into the room in which one is.',
    input: z.object({}),
    permission: 'breakouts.join',
    rate: 'act',
  }),
  'breakouts.answer': command({
    summary: 'Takes a room’s call as answered.',
    input: z.object({ breakout }),
    ...manages,
  }),
}

const room = z.object({ breakout, name: z.string() })
const placement = z.object({ participant, breakout: breakout.nullable() })
const placements = z.array(placement)
const known = { version: 1, time: 'now', audience: 'all' } as const
const planned = 'Told to staff alone while the rooms are planned.'

export const breakoutFacts = {
  'breakouts.planned': fact({
    summary: 'These rooms are planned, in the place of others, with who shall be in them.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({ rooms: z.array(room), placements, choice: z.boolean() }),
  }),
  'breakouts.added': fact({
    summary: `There is one more room. ${planned}`,
    ...known,
    body: room,
  }),
  'breakouts.renamed': fact({
    summary: `A room has another name. ${planned}`,
    ...known,
    body: room,
  }),
  'breakouts.removed': fact({
    summary: `A room is gone; who was in it is with the class. ${planned}`,
    ...known,
    body: z.object({ breakout }),
  }),
  'breakouts.placed': fact({
    summary: `People are in another room, or with null with the class. ${planned}`,
    ...known,
    body: z.object({ placements }),
  }),
  'breakouts.opened': fact({
    summary: 'The rooms are open. Carries the plan whole, which only staff knew.',
    ...known,
    body: z.object({
      rooms: z.array(room),
      placements,
      choice: z.boolean(),
      endsAt: time.nullable(),
    }),
  }),
  'breakouts.endSet': fact({
    summary: 'When the open rooms end by themselves; null: they do not.',
    ...known,
    body: z.object({ endsAt: time.nullable() }),
  }),
  'breakouts.ended': fact({
    summary: 'Everybody is with the class again; there are no rooms.',
    ...known,
    body: z.object({ reason: z.enum(['staff', 'time', 'class']) }),
  }),
  'breakouts.voiced': fact({
    summary: 'Whether what this person of the staff says and shows reaches all rooms.',
    ...known,
    body: z.object({ participant, on: z.boolean() }),
  }),
  'breakouts.called': fact({
    summary: 'A room calls for staff.',
    ...known,
    body: z.object({ breakout }),
  }),
  'breakouts.answered': fact({
    summary: 'A room’s call is answered.',
    ...known,
    body: z.object({ breakout }),
  }),
}
