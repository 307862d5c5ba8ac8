// Answers the routes of operation.
import type { operationRoutes } from '../../shared/contract/http/operation.ts'
import type { Handlers } from '../http/handler.ts'
import type { Operation } from './operation.ts'

export const operationHandlers = (
  operation: Operation,
): Handlers<keyof typeof operationRoutes> => ({
  'operation.classes': () => operation.classes(),
  'operation.class': ({ params }) => operation.class(params.room),
  'operation.alerts': () => operation.alerts(),
})
