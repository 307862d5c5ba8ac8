// The lobby: who comes straight in, who waits, and staff letting people in or turning them away.
import { z } from 'zod'
import { command, fact, signal } from './define.ts'
import { id, personal, role, staffOnly, text, time } from './fields.ts'
import { devices } from '../device.ts'
import { admissions } from '../order.ts'
import { permissions, type Permission } from '../roles.ts'

/** A reason for an act about a person; may be left empty. */
export const reasonLimit = 300
export const reason = text(reasonLimit, { min: 0 })
export const largestCapacity = 100_000

const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
const participant = id<'participant'>()
const session = id<'session'>()
const device = z.enum(devices)

/** Staff always come in, and whoever was admitted before stays so. */
const settings = z.object({
  /** `open`: everybody comes in. `ask`: each is let in. `members`: only the course’s come by themselves. `closed`: nobody new. */
  admission: z.enum(admissions),
  /** Under `ask` and `members` whoever waits comes in while an instructor is here. */
  guestsWithInstructor: z.boolean(),
  /** Places for people who are not staff; who comes beyond them waits for one. */
  capacity: z.int().min(1).max(largestCapacity).nullable(),
})

export const lobbyCommands = {
  'lobby.set': command({
    summary: 'Sets who comes straight in and how many places there are.',
    input: settings,
    permission: 'people.admit',
    rate: 'act',
  }),
  'lobby.admit': command({
    summary:
      'Lets people in: those named, also whom staff sent out, or in their order all who merely wait.',
    input: z.object({
      participants: z.array(participant).min(1).max(500).or(z.literal('all')),
    }),
    permission: 'people.admit',
    rate: 'act',
  }),
  'lobby.refuse': command({
    summary: 'Turns somebody away who waits; they are told why.',
    input: z.object({ participant, reason }),
    permission: 'people.admit',
    rate: 'act',
  }),
  'lobby.sweep': command({
    summary: 'A seat that was kept is free: whoever may comes in.',
    input: z.object({}),
    permission: 'system',
    rate: 'system',
  }),
}

export const lobbySignals = {
  'lobby.place': signal({
    summary: 'To one who waits: how many came before them and wait too. It only goes down.',
    data: z.object({ ahead: z.int().min(0) }),
    permission: 'server',
    to: 'one',
  }),
}

export const lobbyFacts = {
  'lobby.changed': fact({
    summary: 'The class has other rules for coming in.',
    version: 1,
    time: 'now',
    audience: 'everyone',
    body: settings,
  }),
  'people.admitted': fact({
    summary: 'A person who waited is let in; carries them whole.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({
      participant,
      name: personal(z.string()),
      role,
      account: staffOnly(personal(id<'account'>())),
      stays: z.array(
        z.object({ session, incarnation: id<'incarnation'>(), device, present: z.boolean() }),
      ),
      holder: session.nullable(),
      keptUntil: time.nullable(),
      granted: z.array(permission),
      denied: z.array(permission),
    }),
  }),
  'people.sentOut': fact({
    summary: 'A person is inside no longer; others only learn that they are gone.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({
      participant,
      how: staffOnly(z.enum(['lobby', 'removed', 'banned', 'full']).nullable()),
    }),
  }),
}

export type LobbySettings = z.output<typeof settings>
