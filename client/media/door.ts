// What media needs of the connection: the requests of the media contract and the commands of sources.
// A `RoomConnection` is one.
import type {
  CommandName,
  InputOf,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../shared/contract/index.ts'
import type { CommandOutput } from '../../shared/contract/room.ts'
import type { Outcome } from '../connection/outbox.ts'

type MediaRequest = Extract<RequestName, `media.${string}`>
type SourceCommand = Extract<CommandName, `sources.${string}`>

export interface MediaDoor {
  request<Name extends MediaRequest>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<Outcome<RequestOutput<Name>>>
  command<Name extends SourceCommand>(
    name: Name,
    input: InputOf<Name>,
  ): Promise<Outcome<CommandOutput>>
}
