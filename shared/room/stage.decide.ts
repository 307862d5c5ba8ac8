// Decides what staff put in focus.
import type { CommandName } from '../contract/index.ts'
import { draft, type Deciders } from './command.ts'

type Names = Extract<CommandName, `stage.${string}`>

export const stageDeciders: Deciders<Names> = {
  'stage.focus': (room, { focus }) =>
    JSON.stringify(room.stage.focus) === JSON.stringify(focus)
      ? []
      : [draft('stage.focused', { focus })],
}
