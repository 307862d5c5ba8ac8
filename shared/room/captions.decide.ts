// Decides captions: whoever may write them does.
import type { CommandName } from '../contract/index.ts'
import { draft, notThere, type Deciders } from './command.ts'

type Names = Extract<CommandName, `captions.${string}`>

export const captionDeciders: Deciders<Names> = {
  'captions.write': (_, caption, { actor }) =>
    actor === 'system' ? notThere : [draft('captions.written', { writer: actor, ...caption })],
}
