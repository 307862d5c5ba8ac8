// Accounts as staff see them: finding, making one or many, disabling, recovering.
import { z } from 'zod'
import { text } from '../fields.ts'
import { route } from './define.ts'
import {
  account,
  accountEntry,
  course,
  courseRole,
  installationRole,
  login,
  name,
  nothing,
  oneTimeLink,
} from './entities.ts'

const params = z.object({ account })

/** Lines that one import may have. */
export const importLimit = 2000

const importedLine = z.object({
  /** As counted in the text, from 1. */
  line: z.int(),
  login: z.string().nullable(),
  name: z.string().nullable(),
  outcome: z.enum(['created', 'exists', 'invalid']),
  message: z.string().nullable(),
  account: account.nullable(),
  /** A one-time sign-in link for an account that was made now. */
  link: oneTimeLink.nullable(),
})

export const accountsRoutes = {
  'accounts.list': route({
    method: 'GET',
    path: '/api/accounts',
    summary: 'Accounts in the order of their names, found by name or login.',
    query: z.object({
      search: text(100, { min: 0 }).default(''),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({ accounts: z.array(accountEntry), total: z.int() }),
    access: { installation: 'operator' },
    rate: 'read',
  }),
  'accounts.create': route({
    method: 'POST',
    path: '/api/accounts',
    summary: 'Makes an account, with a one-time sign-in link to hand over.',
    body: z.object({
      login,
      name,
      role: installationRole.exclude(['owner']).default('member'),
      teaches: z.boolean().default(false),
    }),
    response: z.object({ account: accountEntry, link: oneTimeLink }),
    access: { installation: 'operator' },
    rate: 'write',
  }),
  'accounts.import': route({
    method: 'POST',
    path: '/api/accounts/import',
    summary:
      'Makes accounts from CSV with a header line (`login`, `name`), or from lines such as `Ada Lovelace <ada@example.org>`.',
    body: z.object({
      format: z.enum(['lines', 'csv']),
      text: z.string().min(1).max(500_000),
      teaches: z.boolean().default(false),
    }),
    response: z.object({ lines: z.array(importedLine) }),
    access: { installation: 'operator' },
    rate: 'write',
    bodyLimit: 2048,
  }),
  'accounts.update': route({
    method: 'PATCH',
    path: '/api/accounts/:account',
    summary: 'Changes an account’s name, rights, or whether it is disabled.',
    params,
    body: z.object({
      name: name.optional(),
      role: installationRole.exclude(['owner']).optional(),
      teaches: z.boolean().optional(),
      disabled: z.boolean().optional(),
    }),
    response: z.object({ account: accountEntry }),
    access: { installation: 'operator' },
    rate: 'write',
  }),
  'accounts.link': route({
    method: 'POST',
    path: '/api/accounts/:account/link',
    summary: 'Makes a one-time sign-in link; earlier ones stop working.',
    params,
    body: nothing,
    response: oneTimeLink,
    access: { installation: 'operator' },
    rate: 'write',
  }),
  'accounts.recover': route({
    method: 'POST',
    path: '/api/accounts/:account/recover',
    summary: 'Takes the password away, ends all sessions and makes a one-time sign-in link.',
    params,
    body: nothing,
    response: oneTimeLink,
    access: { installation: 'operator' },
    rate: 'write',
  }),
  'members.import': route({
    method: 'POST',
    path: '/api/courses/:course/members/import',
    summary:
      'As `accounts.import`, and makes them members of the course; who exists is only added.',
    params: z.object({ course }),
    body: z.object({
      format: z.enum(['lines', 'csv']),
      text: z.string().min(1).max(500_000),
      role: courseRole.default('student'),
    }),
    response: z.object({ lines: z.array(importedLine) }),
    access: { course: 'course.members' },
    rate: 'write',
    bodyLimit: 2048,
  }),
  'members.link': route({
    method: 'POST',
    path: '/api/courses/:course/members/:account/link',
    summary: 'Makes a one-time sign-in link for a student of the course who has no other rights.',
    params: z.object({ course, account }),
    body: nothing,
    response: oneTimeLink,
    access: { course: 'course.members' },
    rate: 'write',
  }),
}
