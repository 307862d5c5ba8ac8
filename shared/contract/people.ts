// Who is in the room: joining, dropping, returning, leaving, roles, grants, and which of a person's
// devices holds microphone, camera and sound.
import { z } from 'zod'
import { command, fact, request } from './define.ts'
import { id, name, personal, role, staffOnly, time } from './fields.ts'
import { devices } from '../device.ts'
import { permissions, type Permission } from '../roles.ts'

const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
const participant = id<'participant'>()
const session = id<'session'>()
const incarnation = id<'incarnation'>()
const device = z.enum(devices)

/** What a fact says of a person whom its readers may not have seen before. */
export const personBody = z.object({
  participant,
  name: personal(z.string()),
  role,
  /** Null for guests. */
  account: staffOnly(personal(id<'account'>())),
})

const stay = z.object({ participant, session })

/** By what somebody is known again at the door; staff's to know. */
const origin = {
  /** The link they came by. */
  invite: staffOnly(id<'invite'>().nullable()),
  /** A short hash of a secret in their browser. */
  mark: staffOnly(personal(z.string().max(64))),
  /** Whether they are a member of the course; null in the eyes of whoever is not staff. */
  member: staffOnly(z.boolean().nullable()),
}

export const peopleCommands = {
  'people.join': command({
    summary: 'A connection of a participant is open on a node: they come, or come back.',
    input: z.object({
      ...personBody.shape,
      ...origin,
      member: z.boolean(),
      name,
      session,
      incarnation,
      device,
    }),
    permission: 'system',
    rate: 'system',
  }),
  'people.drop': command({
    summary: 'A connection was lost and did not return within 10 s.',
    input: z.object({ ...stay.shape, incarnation }),
    permission: 'system',
    rate: 'system',
  }),
  'people.leave': command({
    summary: 'Leaves on purpose, with all devices.',
    input: z.object({}),
    permission: 'people.self',
    outside: true,
    rate: 'act',
  }),
  'people.rename': command({
    summary: 'Changes one’s own name.',
    input: z.object({ name }),
    permission: 'people.self',
    outside: true,
    rate: 'act',
  }),
  'people.hold': command({
    summary: 'Takes microphone, camera and sound to this device.',
    input: z.object({ session }),
    permission: 'people.self',
    outside: true,
    rate: 'act',
  }),
  'people.appoint': command({
    summary: 'Gives a participant another role, such as moderator or instructor.',
    input: z.object({ participant, role: z.enum(['instructor', 'moderator', 'student']) }),
    permission: 'people.appoint',
    rate: 'act',
  }),
  'people.grant': command({
    summary: 'Allows one person something that is forbidden to all.',
    input: z.object({ participant, permissions: z.array(permission).min(1).max(20) }),
    permission: 'people.grant',
    rate: 'act',
  }),
  'people.ungrant': command({
    summary: 'Takes back what was granted.',
    input: z.object({ participant, permissions: z.array(permission).min(1).max(20) }),
    permission: 'people.grant',
    rate: 'act',
  }),
  'people.loseNode': command({
    summary: 'A node is gone: all connections and sources of its incarnation are lost.',
    input: z.object({ incarnation }),
    permission: 'system',
    rate: 'system',
  }),
  'people.expire': command({
    summary: 'Whoever lost the connection and was not back for long has left.',
    input: z.object({}),
    permission: 'system',
    rate: 'system',
  }),
}

export const peopleRequests = {
  'people.search': request({
    summary: 'Finds people of a large class by name.',
    input: z.object({ text: z.string().max(60), limit: z.int().min(1).max(100) }),
    output: z.object({ people: z.array(z.object({ ...personBody.shape, present: z.boolean() })) }),
    permission: 'people.list',
    rate: 'machine',
  }),
}

export const peopleFacts = {
  'people.joined': fact({
    summary:
      'A person came, or came with another device: in, or to wait. Version 1 knew no waiting, and nothing of where they came from.',
    version: 2,
    time: 'now',
    audience: 'acquainted',
    body: z.object({
      ...personBody.shape,
      session,
      incarnation,
      device,
      admitted: z.boolean(),
      ...origin,
    }),
  }),
  'people.returned': fact({
    summary: 'A stay goes on over a new connection.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ ...stay.shape, incarnation }),
  }),
  'people.dropped': fact({
    summary: 'A device’s connection is lost; the seat is kept. Version 1 did not say until when.',
    version: 2,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ ...stay.shape, keptUntil: time }),
  }),
  'people.left': fact({
    summary: 'A person left.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ participant }),
  }),
  'people.renamed': fact({
    summary: 'A person has another name.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ participant, name: personal(z.string()) }),
  }),
  'people.held': fact({
    summary: 'Microphone, camera and sound are on another device of the person.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: stay,
  }),
  'people.appointed': fact({
    summary:
      'A person has another role, and is in; carries them whole. Version 1 knew nothing of what is denied or kept.',
    version: 2,
    time: 'now',
    audience: 'all',
    body: z.object({
      ...personBody.shape,
      stays: z.array(z.object({ session, incarnation, device, present: z.boolean() })),
      holder: session.nullable(),
      keptUntil: time.nullable(),
      granted: z.array(permission),
      denied: z.array(permission),
    }),
  }),
  'people.granted': fact({
    summary: 'The full list of what is granted to a person beyond their role.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ participant, granted: z.array(permission) }),
  }),
  'people.nodeLost': fact({
    summary:
      'All connections and sources of an incarnation are lost. Version 1 did not say until when seats are kept.',
    version: 2,
    time: 'now',
    audience: 'everyone',
    body: z.object({ incarnation, keptUntil: time }),
  }),
}
