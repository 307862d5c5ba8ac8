// Who was given the floor: invited to speak, accepted or not, thanked. What was granted to speak is
// taken back with it.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { id, personal } from './fields.ts'
import { permissions, type Permission } from '../roles.ts'

const participant = id<'participant'>()
const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])

export const floorCommands = {
  'floor.invite': command({
    summary: 'Invites a person to speak; they accept or decline.',
    input: z.object({ participant }),
    permission: 'hands.manage',
    rate: 'act',
  }),
  'floor.accept': command({
    summary:
      'Accepts an invitation to speak: one may speak and be seen, whatever was switched off, and is on the stage.',
    input: z.object({}),
    permission: 'class.see',
    rate: 'act',
  }),
  'floor.decline': command({
    summary: 'Declines an invitation to speak.',
    input: z.object({}),
    permission: 'class.see',
    rate: 'act',
  }),
  'floor.thank': command({
    summary:
      'Takes the floor, or the invitation to it, back: what was granted or lifted to speak, microphone, hand and stage.',
    input: z.object({ participant }),
    permission: 'hands.manage',
    rate: 'act',
  }),
}

export const floorFacts = {
  'floor.invited': fact({
    summary: 'A person is invited to speak; they and staff know.',
    version: 1,
    time: 'now',
    audience: 'concerned',
    body: z.object({ participant }),
  }),
  'floor.answered': fact({
    summary: 'An invitation was accepted, or is no more.',
    version: 1,
    time: 'now',
    audience: 'concerned',
    body: z.object({ participant, accepted: z.boolean() }),
  }),
  'floor.given': fact({
    summary:
      'A person has the floor; `permissions` were granted for that, `lifted` were taken from them before and are again afterwards.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({
      participant,
      name: personal(z.string()),
      permissions: z.array(permission),
      lifted: z.array(permission),
    }),
  }),
  'floor.returned': fact({
    summary: 'A person has the floor no more.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ participant, by: z.enum(['staff', 'left']) }),
  }),
}
