// Every HTTP route by name: what the server binds, the client calls, and the OpenAPI document lists.
import { z } from 'zod'
import { errorCodes, type ErrorCode } from '../../errorCodes.ts'
import { accountsRoutes } from './accounts.ts'
import { authRoutes } from './auth.ts'
import { boardsRoutes } from './boards.ts'
import { captionRoutes } from './captions.ts'
import { catalogueRoutes } from './catalogue.ts'
import { classesRoutes } from './classes.ts'
import type { RouteInput, RouteOutput } from './define.ts'
import { exportsRoutes } from './exports.ts'
import { filesRoutes } from './files.ts'
import { invitesRoutes } from './invites.ts'
import { joinRoutes, keysRoutes } from './join.ts'
import { materialsRoutes } from './materials.ts'
import { pollsRoutes } from './polls.ts'
import { slidesRoutes } from './slides.ts'
import { nodesRoutes } from './nodes.ts'
import { operationRoutes } from './operation.ts'
import { streamKeysRoutes } from './streamKeys.ts'
import { templatesRoutes } from './templates.ts'
import { trialRoutes } from './trial.ts'

export const httpRoutes = {
  ...authRoutes,
  ...accountsRoutes,
  ...catalogueRoutes,
  ...classesRoutes,
  ...pollsRoutes,
  ...invitesRoutes,
  ...joinRoutes,
  ...exportsRoutes,
  ...captionRoutes,
  ...filesRoutes,
  ...slidesRoutes,
  ...boardsRoutes,
  ...materialsRoutes,
  ...templatesRoutes,
  ...streamKeysRoutes,
  ...nodesRoutes,
  ...trialRoutes,
  ...operationRoutes,
  ...keysRoutes,
}

export type HttpRoutes = typeof httpRoutes
export type RouteName = keyof HttpRoutes
export type InputOf<Name extends RouteName> = RouteInput<HttpRoutes[Name]>
export type OutputOf<Name extends RouteName> = RouteOutput<HttpRoutes[Name]>

/** What every refusal looks like, as `application/problem+json`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  /** Finer than the code, such as `class-not-live`. */
  reason: z.string().optional(),
  /** Milliseconds. */
  retryAfter: z.int().optional(),
  /** Until when it holds, in ms since 1970. */
  until: z.int().optional(),
  /** What staff of the class wrote to whoever is refused. */
  words: z.string().optional(),
  /** Names an internal error in the server's log. */
  id: z.string().optional(),
  /** What is wrong with the input, field by field. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.output<typeof problem>
