// Decides what is kept of reactions: the totals a node counted. They were allowed one by one when sent.
import type { CommandName } from '../contract/index.ts'
import { draft, type Deciders } from './command.ts'

type Names = Extract<CommandName, `reactions.${string}`>

export const reactionDeciders: Deciders<Names> = {
  'reactions.count': (_, { counts }) =>
    Object.keys(counts).length === 0 ? [] : [draft('reactions.counted', { counts })],
}
