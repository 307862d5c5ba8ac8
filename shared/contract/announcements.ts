// Announcements: seen by everybody until each has dismissed them or staff withdraws them.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { content, id, personal, text } from './fields.ts'

export const announcementLimit = 300

const announcement = id<'announcement'>()

export const announcementCommands = {
  'announcements.make': command({
    summary: 'Announces something to everybody, also to whoever comes later.',
    input: z.object({ text: text(announcementLimit) }),
    permission: 'timer.manage',
    rate: 'act',
  }),
  'announcements.withdraw': command({
    summary: 'Takes an announcement back, for everybody.',
    input: z.object({ announcement }),
    permission: 'timer.manage',
    rate: 'act',
  }),
  'announcements.dismiss': command({
    summary: 'Puts an announcement away for oneself, on all devices.',
    input: z.object({ announcement }),
    permission: 'class.see',
    rate: 'act',
  }),
}

export const announcementFacts = {
  'announcements.made': fact({
    summary: 'Something was announced.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({
      announcement,
      text: content(z.string()),
      name: personal(z.string()),
    }),
  }),
  'announcements.withdrawn': fact({
    summary: 'An announcement was taken back.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ announcement }),
  }),
  'announcements.dismissed': fact({
    summary: 'One has put an announcement away; nobody else is told.',
    version: 1,
    time: 'now',
    audience: 'oneself',
    body: z.object({ announcement, participant: personal(id<'participant'>()) }),
  }),
}
