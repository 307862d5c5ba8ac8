// Raised hands in the order they went up.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { id, personal } from './fields.ts'

const participant = id<'participant'>()

export const handCommands = {
  'hands.raise': command({
    summary: 'Raises one’s hand.',
    input: z.object({}),
    permission: 'hands.raise',
    rate: 'act',
  }),
  'hands.lower': command({
    summary: 'Lowers one’s own hand.',
    input: z.object({}),
    permission: 'class.see',
    rate: 'act',
  }),
  'hands.lowerFor': command({
    summary: 'Lowers one person’s hand, or all.',
    input: z.object({ participant: participant.nullable() }),
    permission: 'hands.manage',
    rate: 'act',
  }),
  'hands.letSpeak': command({
    summary: 'Lets a person with a raised hand speak and be seen, and lowers the hand.',
    input: z.object({ participant }),
    permission: 'hands.manage',
    rate: 'act',
  }),
}

export const handFacts = {
  'hands.raised': fact({
    summary: 'A hand is up.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ participant, name: personal(z.string()) }),
  }),
  'hands.lowered': fact({
    summary: 'A hand is down.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ participant, by: z.enum(['self', 'staff', 'left', 'spoke']) }),
  }),
}
