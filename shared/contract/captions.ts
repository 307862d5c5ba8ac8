// Captions by people, and by services that stand in for them: whole lines are kept, lines in the making pass by.
import { z } from 'zod'
import { command, fact, signal } from './define.ts'
import { content, id, line, name, personal } from './fields.ts'

export const captionLimit = 300

/** A BCP 47 tag, such as `de` or `pt-BR`. */
const language = z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)

export const caption = z.object({
  text: line(captionLimit),
  /** Who says it, where that should be shown. */
  speaker: name.nullable(),
  /** Null where nobody says which. */
  language: language.nullable(),
})

export const captionCommands = {
  'captions.write': command({
    summary: 'Writes a whole line of captions.',
    input: caption,
    permission: 'captions.write',
    rate: 'act',
  }),
}

export const captionSignals = {
  'captions.partial': signal({
    summary:
      'A line of captions in the making; forget it after 5 s, or when its writer’s line is there.',
    data: z.object({ text: z.string().max(captionLimit * 2) }),
    permission: 'captions.write',
    to: 'all',
  }),
}

export const captionFacts = {
  'captions.written': fact({
    summary: 'A line of captions.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({
      writer: personal(id<'participant'>()),
      text: content(z.string()),
      speaker: personal(z.string()),
      language: z.string().nullable(),
    }),
  }),
}
