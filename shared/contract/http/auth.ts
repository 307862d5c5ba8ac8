// Signing in and out, the owner's set-up, and what people change about their own account.
import { z } from 'zod'
import { route } from './define.ts'
import { empty, language, login, me, name, nothing, password, secret } from './entities.ts'

export const authRoutes = {
  'auth.me': route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, and whether the owner’s account is still to be made.',
    response: z.object({
      account: me.nullable(),
      needsOwner: z.boolean(),
      /** True while this is a demonstration on one machine. */
      demo: z.boolean(),
    }),
    access: 'public',
    rate: 'read',
  }),
  'auth.setUp': route({
    method: 'POST',
    path: '/api/auth/set-up',
    summary: 'Makes the owner’s account with the one-time code from the terminal, and signs in.',
    body: z.object({ code: secret, name, login, password }),
    response: z.object({ account: me }),
    access: 'public',
    rate: 'setUp',
  }),
  'auth.signIn': route({
    method: 'POST',
    path: '/api/auth/sign-in',
    summary: 'Signs in with a password.',
    body: z.object({ login, password: z.string().min(1).max(1000) }),
    response: z.object({ account: me }),
    access: 'public',
    rate: 'signIn',
  }),
  'auth.openLink': route({
    method: 'POST',
    path: '/api/auth/link',
    summary: 'Signs in with a one-time link that staff made; it works once.',
    body: z.object({ link: secret }),
    response: z.object({ account: me }),
    access: 'public',
    rate: 'signIn',
  }),
  'auth.signOut': route({
    method: 'POST',
    path: '/api/auth/sign-out',
    summary: 'Signs out, here or on all devices.',
    body: z.object({ everywhere: z.boolean().default(false) }),
    response: empty,
    access: 'public',
    rate: 'write',
  }),
  'auth.changePassword': route({
    method: 'POST',
    path: '/api/auth/password',
    summary:
      'Chooses a password; `current` may be null after a one-time link. Ends other sessions.',
    body: z.object({ current: z.string().max(1000).nullable(), next: password }),
    response: empty,
    access: 'account',
    rate: 'signIn',
  }),
  'auth.update': route({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Changes one’s own name or language.',
    body: z.object({ name: name.optional(), language: language.nullable().optional() }),
    response: z.object({ account: me }),
    access: 'account',
    rate: 'write',
  }),
  'auth.feed': route({
    method: 'GET',
    path: '/api/me/calendar',
    summary: 'The private address of one’s calendar feed.',
    response: z.object({ url: z.string() }),
    access: 'account',
    rate: 'read',
  }),
  'auth.renewFeed': route({
    method: 'POST',
    path: '/api/me/calendar',
    summary: 'Makes a new private address of the feed; the old one stops working.',
    body: nothing,
    response: z.object({ url: z.string() }),
    access: 'account',
    rate: 'write',
  }),
}
