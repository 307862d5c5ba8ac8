// What staff have put in focus on the stage for everybody.
import { z } from 'zod'
import { command, fact } from './define.ts'
import { id } from './fields.ts'

const focus = z.discriminatedUnion('kind', [
  /** The screen or document camera if somebody shares one, else whoever teaches. */
  z.object({ kind: z.literal('auto') }),
  z.object({ kind: z.literal('grid') }),
  z.object({ kind: z.literal('person'), participant: id<'participant'>() }),
  z.object({ kind: z.literal('screen'), participant: id<'participant'>() }),
  /** A second camera, that shows a sheet or a thing. */
  z.object({ kind: z.literal('document'), participant: id<'participant'>() }),
])
export type Focus = z.output<typeof focus>

export const stageCommands = {
  'stage.focus': command({
    summary: 'Chooses what is on the stage for everybody.',
    input: z.object({ focus }),
    permission: 'stage.direct',
    rate: 'act',
  }),
}

export const stageFacts = {
  'stage.focused': fact({
    summary: 'Something else is on the stage.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({ focus }),
  }),
}
