// How a contract table is written: one entry per command, request, signal and fact. From these
// tables come types for both ends, validation, authorisation, rate limits, the protocol page and fuzz tests.
import type { z } from 'zod'
import type { Permission } from '../roles.ts'

/** Budgets per participant; `points` may be spent in `seconds`. */
export const rateClasses = {
  /** Things people do by hand now and then. */
  act: { points: 30, seconds: 10 },
  chat: { points: 10, seconds: 10 },
  /** Asked by the client's own machinery: pulls, pages, media. */
  machine: { points: 120, seconds: 10 },
  /** Volatile; what exceeds the budget is dropped without an answer. */
  signal: { points: 40, seconds: 5 },
  /** Made by the installation itself. */
  system: { points: Number.MAX_SAFE_INTEGER, seconds: 1 },
} as const
export type RateClass = keyof typeof rateClasses

/** Budgets of a whole room, which staff do not spend: a class of thousands that votes at once fits in. */
export const roomRates = {
  act: { points: 4_000, seconds: 2 },
  /** More than anybody could read. */
  chat: { points: 200, seconds: 5 },
  machine: { points: 10_000, seconds: 2 },
  signal: { points: 4_000, seconds: 2 },
} as const satisfies Record<Exclude<RateClass, 'system'>, object>

/** `system` commands come from timers and effects; no client may send them. */
export type Access = Permission | 'system'

export interface CommandSpec<Input extends z.ZodType = z.ZodType> {
  readonly summary: string
  readonly input: Input
  readonly permission: Access
  readonly rate: RateClass
  /** Numbers of earlier facts that deciding needs; the server reads them beforehand. */
  readonly reads?: (input: z.output<Input>) => readonly number[]
  /** Of what the actor may take part in unknown: the server gives deciding a name for them there. */
  readonly blind?: (input: z.output<Input>) => string
  /** Deciding sees those facts with what redaction hides from every reader. */
  readonly readsHidden?: true
  /** Also for whoever waits outside. */
  readonly outside?: true
}

export interface RequestSpec<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends CommandSpec<Input> {
  readonly output: Output
}

export interface SignalSpec<Data extends z.ZodType = z.ZodType> {
  readonly summary: string
  readonly data: Data
  /** Who may send it; `server` means that only the server does. */
  readonly permission: Permission | 'server'
  /** Who receives it; `one` is whoever it is about, `nodes` the servers, who tell what they make of it. */
  readonly to: 'all' | 'staff' | 'one' | 'nodes'
}

/** Who can be told of a fact, and in which forms its `visibleTo` says who of them is. */
export const audiences = {
  everyone: { who: 'everyone, also who waits outside', forms: ["'everyone'"] },
  all: { who: 'whoever is inside', forms: ["'all'"] },
  acquainted: {
    who: 'whoever may know the person: in large classes staff and they themselves; of who waits or was sent out staff alone',
    forms: ["'all'", "['staff', id]", "['staff']"],
  },
  conversation: {
    who: 'whoever takes part in the conversation',
    forms: ["'all'", "['staff']", "['staff', id]", '[id, id]'],
  },
  author: {
    who: 'whoever is inside; of what is held or was refused staff and its author',
    forms: ["'all'", "['staff', id]", "['staff']"],
  },
  board: {
    who: 'whoever is inside; of a sheet that is not shown, and of hidden work, staff and whose it is',
    forms: ["'all'", "['staff', id]", "['staff']"],
  },
  concerned: {
    who: 'staff, and the one person it concerns where they are told',
    forms: ["['staff', id]", "['staff']"],
  },
  staff: { who: 'staff alone', forms: ["['staff']"] },
  oneself: {
    who: 'the one person whose it is; nobody where it is anonymous',
    forms: ['[id]', '[]'],
  },
  nobody: { who: 'no reader', forms: ['[]'] },
} as const
export type Audience = keyof typeof audiences

export interface FactSpec<Body extends z.ZodType = z.ZodType> {
  readonly summary: string
  readonly version: number
  readonly body: Body
  /** Whether the audience sees it with the delayed picture or at once. */
  readonly time: 'now' | 'asPictured'
  /** The widest circle that is ever told; each fact is told to nobody beyond it. */
  readonly audience: Audience
  /** `staff`: nobody else is told who caused it. */
  readonly actor?: 'staff'
}

export function command<Input extends z.ZodType>(spec: CommandSpec<Input>): CommandSpec<Input> {
  return spec
}

export function request<Input extends z.ZodType, Output extends z.ZodType>(
  spec: RequestSpec<Input, Output>,
): RequestSpec<Input, Output> {
  return spec
}

export function signal<Data extends z.ZodType>(spec: SignalSpec<Data>): SignalSpec<Data> {
  return spec
}

export function fact<Body extends z.ZodType>(spec: FactSpec<Body>): FactSpec<Body> {
  return spec
}
