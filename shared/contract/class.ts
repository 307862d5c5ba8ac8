// The life of a class: its times, states and settings, and the warnings before it ends by itself.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { line, text, time } from './fields.ts'
import { permissions, type Permission } from '../roles.ts'

export const titleLimit = 120
export const noteLimit = 500

const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])

/** What staff can switch off for everybody else; kept as a set of forbidden permissions. */
export const switchable = [
  'media.microphone',
  'media.camera',
  'media.screen',
  'media.seeCameras',
  'chat.send',
  'chat.private',
  'hands.raise',
  'reactions.send',
  'questions.ask',
  'board.draw',
  'files.send',
] as const satisfies readonly Permission[]

const settings = z.object({
  forbidden: z.array(z.enum(switchable)).max(switchable.length),
  /** Shown to people who wait. */
  note: text(noteLimit, { min: 0 }),
})

const endReason = z.enum(['staff', 'unattended', 'empty', 'overtime'])
const warningReason = z.enum(['unattended', 'empty', 'overtime'])

export const classCommands = {
  'class.schedule': command({
    summary: 'Sets title and times of a class that has not started.',
    input: z.object({
      title: line(titleLimit),
      startsAt: time.nullable(),
      /** Minutes. */
      duration: z
        .int()
        .min(5)
        .max(24 * 60)
        .nullable(),
    }),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.open': command({
    summary: 'Opens the lobby: people can come and wait.',
    input: z.object({}),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.start': command({
    summary: 'Starts the class and lets in who waits.',
    input: z.object({}),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.end': command({
    summary: 'Ends the class for everybody.',
    input: z.object({}),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.reopen': command({
    summary: 'Makes an ended class live again.',
    input: z.object({}),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.cancel': command({
    summary: 'Calls off a class that has not started.',
    input: z.object({}),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.extend': command({
    summary: 'Goes on past the planned end: no warning for the given minutes.',
    input: z.object({ minutes: z.int().min(5).max(240) }),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.configure': command({
    summary: 'Changes what students may do, and the note for those who wait.',
    input: settings.partial(),
    permission: 'class.manage',
    rate: 'act',
  }),
  'class.warn': command({
    summary: 'Announces that the class will end by itself.',
    input: z.object({ reason: warningReason }),
    permission: 'system',
    rate: 'system',
  }),
  'class.expire': command({
    summary: 'Ends a class that is unattended, empty or an hour past its time.',
    input: z.object({ reason: warningReason }),
    permission: 'system',
    rate: 'system',
  }),
}

export const classFacts = {
  'class.scheduled': fact({
    summary: 'Title and times were set.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({
      title: z.string(),
      startsAt: z.number().nullable(),
      duration: z.number().nullable(),
    }),
  }),
  'class.opened': fact({
    summary: 'The lobby is open.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.started': fact({
    summary: 'The class is live.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.ended': fact({
    summary: 'The class ended.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({ reason: endReason }),
  }),
  'class.reopened': fact({
    summary: 'An ended class is live again.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.cancelled': fact({
    summary: 'The class was called off.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.extended': fact({
    summary: 'The planned end moved.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({ until: z.number() }),
  }),
  'class.configured': fact({
    summary: 'What students may do, or the note, changed.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({ forbidden: z.array(permission), note: z.string() }),
  }),
  'class.warned': fact({
    summary: 'The class will end by itself at `endsAt` unless something changes.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({ reason: warningReason, endsAt: z.number() }),
  }),
  'class.unattended': fact({
    summary: 'The last of the staff is gone; the class goes on.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.attended': fact({
    summary: 'Staff is back.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.emptied': fact({
    summary: 'Nobody is left.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
  'class.peopled': fact({
    summary: 'Somebody is here again.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: z.object({}),
  }),
}
