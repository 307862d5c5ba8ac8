// The bank: polls prepared on a lesson before class, and used in any class of it.
import { z } from 'zod'
import { id } from '../fields.ts'
import { pollDefinition } from '../polls.ts'
import { route } from './define.ts'
import { empty, lesson, room } from './entities.ts'

const poll = id<'poll'>()
export const preparedPoll = z.object({ id: poll, position: z.int(), definition: pollDefinition })
export type PreparedPoll = z.output<typeof preparedPoll>

const onLesson = z.object({ lesson })
const onPoll = z.object({ lesson, poll })
const all = z.object({ polls: z.array(preparedPoll) })

export const pollsRoutes = {
  'polls.prepared': route({
    method: 'GET',
    path: '/api/lessons/:lesson/polls',
    summary: 'The polls prepared on a lesson, in order.',
    params: onLesson,
    response: all,
    access: { course: 'course.teach' },
    rate: 'read',
  }),
  'polls.ofClass': route({
    method: 'GET',
    path: '/api/classes/:room/polls',
    summary: 'The polls prepared on the lesson of a class; none where it has no lesson.',
    params: z.object({ room }),
    response: all,
    access: { class: 'polls.manage' },
    rate: 'read',
  }),
  'polls.prepare': route({
    method: 'POST',
    path: '/api/lessons/:lesson/polls',
    summary: 'Prepares a poll, after the others.',
    params: onLesson,
    body: z.object({ definition: pollDefinition }),
    response: z.object({ poll: preparedPoll }),
    access: { course: 'course.teach' },
    rate: 'write',
  }),
  'polls.change': route({
    method: 'PATCH',
    path: '/api/lessons/:lesson/polls/:poll',
    summary: 'Changes a prepared poll, or its place.',
    params: onPoll,
    body: z.object({
      definition: pollDefinition.optional(),
      /** From 0; the others make room. */
      position: z.int().min(0).max(10_000).optional(),
    }),
    response: z.object({ poll: preparedPoll }),
    access: { course: 'course.teach' },
    rate: 'write',
  }),
  'polls.copy': route({
    method: 'POST',
    path: '/api/lessons/:lesson/polls/:poll/copy',
    summary: 'Makes a copy of a prepared poll, right after it.',
    params: onPoll,
    body: z.object({}),
    response: z.object({ poll: preparedPoll }),
    access: { course: 'course.teach' },
    rate: 'write',
  }),
  'polls.delete': route({
    method: 'DELETE',
    path: '/api/lessons/:lesson/polls/:poll',
    summary: 'Deletes a prepared poll; classes that used it keep theirs.',
    params: onPoll,
    response: empty,
    access: { course: 'course.teach' },
    rate: 'write',
  }),
}
