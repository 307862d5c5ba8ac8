// What whoever operates the installation sees of its classes: whether they fit the media nodes, where each one's
// people and sources are and why, what servers decided about it, and what needs somebody's eye.
import { z } from 'zod'
import { decision } from './decisions.ts'
import { route } from './define.ts'
import { classState, participant, room, time } from './entities.ts'
import { sourceKind } from '../sources.ts'

/** What the number of people that is reckoned with comes from. */
export const expectations = ['present', 'enrolled', 'lastTime', 'places', 'assumed'] as const
const expectation = z.enum(expectations)

/**
 * Beside what is on when it begins. `tight`: with little to spare. `tooLarge`: its people would be put on full
 * nodes. What begins later takes nothing from it.
 */
export const verdicts = ['fits', 'tight', 'tooLarge', 'noNodes'] as const
const verdict = z.enum(verdicts)

const outlook = z.object({
  room,
  title: z.string(),
  state: classState,
  startsAt: time.nullable(),
  course: z.string().nullable(),
  /** People with sound and picture now. */
  present: z.int(),
  expected: z.int(),
  expectation,
  /** What the class alone takes of all nodes that take people: 1 is all. */
  share: z.number(),
  /** The same with all classes that are on when it begins. */
  together: z.number(),
  verdict,
  /** Nodes like the others that would have to be added. */
  nodesMissing: z.int(),
})
export type Outlook = z.output<typeof outlook>

const capacity = z.object({
  /** Media nodes that take people, that drain, and that are gone. */
  open: z.int(),
  draining: z.int(),
  gone: z.int(),
  /** So many people in classes of thirty they take together. */
  people: z.int(),
})
export type Capacity = z.output<typeof capacity>

const occupant = z.object({
  participant,
  /** Null once the person was erased. */
  name: z.string().nullable(),
  /** False while the connection is lost. */
  here: z.boolean(),
  sources: z.array(z.object({ kind: sourceKind, paused: z.boolean() })),
  /** Why they are there; null where only what they publish is known. */
  placed: z.object({ at: time, decision }).nullable(),
  /** The node to which they are moving, while they still publish here. */
  movesTo: z.string().nullable(),
})
const part = z.object({
  node: z.string(),
  /** Names the worker's run on that node. */
  incarnation: z.string(),
  state: z.enum(['up', 'draining', 'gone']),
  people: z.array(occupant),
})
export type ClassPart = z.output<typeof part>

const noted = z.object({
  id: z.int(),
  at: time,
  /** The server that decided, or who operates. */
  by: z.string(),
  decision,
  /** Whom it is about. */
  name: z.string().nullable(),
  /** Whose and what it is about; of many only the first. */
  sources: z.array(z.object({ name: z.string().nullable(), kind: sourceKind })),
})
export type NotedDecision = z.output<typeof noted>

/** Each is a section of the runbook. */
export const alertNames = [
  'LyceumNoMedia',
  'LyceumOneMediaNode',
  'LyceumSfuAway',
  'LyceumWorkerDied',
  'LyceumMediaNodeFull',
  'LyceumMediaNearlyFull',
  'LyceumVersionsMixed',
  'LyceumDrainLate',
  'LyceumClassTooLarge',
] as const
export type AlertName = (typeof alertNames)[number]

const alert = z.object({
  alert: z.enum(alertNames),
  /** `page`: somebody is without class or soon will be. `ticket`: look at it by day. */
  level: z.enum(['page', 'ticket']),
  /** The node or the class it is about; null: the installation. */
  about: z.string().nullable(),
  room: room.nullable(),
  /** A share, a number of people or of versions, by what it is about. */
  figure: z.number(),
})
export type Alert = z.output<typeof alert>

const access = { installation: 'operator' } as const

export const operationRoutes = {
  'operation.classes': route({
    method: 'GET',
    path: '/api/operation/classes',
    summary: 'Classes that run or come within a week, and whether the media nodes take them.',
    response: z.object({ classes: z.array(outlook), capacity, now: time }),
    access,
    rate: 'read',
  }),
  'operation.class': route({
    method: 'GET',
    path: '/api/operation/classes/:room',
    summary:
      'Where each person of a class and what they publish is, and why; and the last decisions of all servers about its media, newest first.',
    params: z.object({ room }),
    response: z.object({
      title: z.string(),
      state: classState,
      parts: z.array(part),
      /** Inside, and nowhere with media. */
      without: z.array(z.object({ participant, name: z.string().nullable() })),
      log: z.array(noted),
      now: time,
    }),
    access,
    rate: 'read',
  }),
  'operation.alerts': route({
    method: 'GET',
    path: '/api/operation/alerts',
    summary: 'What is wrong now, as far as servers know it by themselves; each has its runbook.',
    response: z.object({ alerts: z.array(alert) }),
    access,
    rate: 'read',
  }),
}
