// The way into a class: what a person at the door may know, taking a seat, and how a guest becomes an
// account that keeps what they did.
import { z } from 'zod'
import { id } from '../fields.ts'
import { route } from './define.ts'
import {
  classState,
  login,
  me,
  name,
  nothing,
  participant,
  password,
  role,
  room,
  secret,
  time,
} from './entities.ts'

const params = z.object({ room })

export const joinRoutes = {
  'join.door': route({
    method: 'GET',
    path: '/api/rooms/:room/door',
    summary: 'What a person at the door may know. Refused with what is wrong with the link.',
    params,
    query: z.object({
      invite: secret.optional(),
      /** The seat this tab had, when one browser holds several. */
      seat: participant.optional(),
    }),
    response: z.object({
      room,
      title: z.string(),
      state: classState,
      startsAt: time.nullable(),
      hosts: z.array(z.string()),
      present: z.int(),
      /** What staff wrote for those who wait. */
      note: z.string(),
      /** The role one would have inside. */
      role,
      /** A seat that waits for this person. */
      seat: z.object({ participant, name: z.string(), role }).nullable(),
      /** The name of whoever is signed in. */
      account: z.object({ name: z.string() }).nullable(),
      now: time,
    }),
    access: 'public',
    rate: 'join',
  }),
  'join.enter': route({
    method: 'POST',
    path: '/api/rooms/:room/join',
    summary: 'Takes or comes back to one’s seat; the token opens the live connection.',
    params,
    body: z.object({
      invite: secret.optional(),
      seat: participant.optional(),
      /** Needed the first time, unless signed in. */
      name: name.optional(),
    }),
    response: z.object({
      token: z.string(),
      expiresAt: time,
      participant,
      role,
      name: z.string(),
      /** A fresh id of a stay, for a tab that does not have one yet. */
      session: id<'session'>(),
      /** Bytes that one file may have. */
      fileLimit: z.int(),
      now: time,
    }),
    access: 'public',
    rate: 'join',
  }),
  'join.claim': route({
    method: 'POST',
    path: '/api/rooms/:room/claim',
    summary:
      'Makes an account out of an invitation, with what this browser’s guest did; a student’s also joins the course.',
    params,
    body: z.object({ invite: secret, name, login, password }),
    response: z.object({ account: me }),
    access: 'public',
    rate: 'signIn',
  }),
  'join.keep': route({
    method: 'POST',
    path: '/api/join/keep',
    summary: 'A guest keeps their progress: their seats become those of a new account.',
    body: z.object({ name, login, password }),
    response: z.object({ account: me }),
    access: 'public',
    rate: 'signIn',
  }),
  'join.adopt': route({
    method: 'POST',
    path: '/api/join/adopt',
    summary: 'What this browser’s guest did becomes part of the account that is signed in.',
    body: nothing,
    response: z.object({ seats: z.int() }),
    access: 'account',
    rate: 'write',
  }),
}

export const keysRoutes = {
  'keys.jwks': route({
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'The public keys that room tokens are signed with.',
    response: z.object({
      keys: z.array(
        z.object({
          kty: z.literal('EC'),
          crv: z.literal('P-256'),
          x: z.string(),
          y: z.string(),
          kid: z.string(),
          alg: z.literal('ES256'),
          use: z.literal('sig'),
        }),
      ),
    }),
    access: 'public',
    rate: 'read',
  }),
}
