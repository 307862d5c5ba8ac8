// “Away”: a person says that they are not at their device for a while, and that they are back.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { id } from './fields.ts'

const participant = id<'participant'>()

export const awayCommands = {
  'away.go': command({
    summary: 'Says that one is away for a while.',
    input: z.object({}),
    permission: 'people.self',
    rate: 'act',
  }),
  'away.return': command({
    summary: 'Says that one is back.',
    input: z.object({}),
    permission: 'people.self',
    rate: 'act',
  }),
}

export const awayFacts = {
  'away.gone': fact({
    summary: 'A person is away; whoever may know them knows.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ participant }),
  }),
  'away.returned': fact({
    summary: 'A person is away no more: back, or not in the class.',
    version: 1,
    time: 'now',
    audience: 'acquainted',
    body: z.object({ participant }),
  }),
}
