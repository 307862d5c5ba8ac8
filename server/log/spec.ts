// What makes one log what it is: its name, and the rules of its kind.
import type { LogId } from '../../shared/ids.ts'
import type { Rules } from '../../shared/log.ts'

export interface LogSpec<State, Command> {
  readonly id: LogId
  /** Name of the rules, such as `room`. */
  readonly kind: string
  readonly rules: Rules<State, Command>
  /** When the next chore of this state is due; kept in the store with every append. */
  readonly due: (state: State, now: number) => number | null
  /** Each command is decided on what is committed, never on what the one before it would leave. */
  readonly oneByOne?: boolean
}
