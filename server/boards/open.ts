// The boards of a node, put together: their logs, their door, and what passes between nodes.
import type { Server } from 'node:http'
import { rightIn } from '../../shared/board/rights.ts'
import { isStaff } from '../../shared/roles.ts'
import type { LayerName } from '../../shared/board/layer.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { LogEngine } from '../log/engine.ts'
import type { Room } from '../rooms/room.ts'
import { Archive, type BoardArchive } from './archive.ts'
import { BoardGateway, type BoardGatewayParts } from './boardGateway.ts'
import { Boards, type BoardsParts } from './boards.ts'
import { layerKind, layerRules } from './layerRules.ts'
import type { Standing } from './reader.ts'
import { openBoardRelay, type BoardRelayParts } from './relay.ts'

interface BoardParts
  extends
    Omit<BoardGatewayParts, 'boards' | 'standing' | 'http'>,
    BoardRelayParts,
    Pick<BoardsParts, 'holdRoom'> {
  readonly http: unknown
  readonly engine: LogEngine
}

function standingOf(room: Room, participant: ParticipantId, name: LayerName): Standing | null {
  const right = rightIn(room.state, participant, name)
  if (right === 'none') return null
  const role = room.state.people.get(participant)?.role
  return { right, staff: role !== undefined && isStaff(role) }
}

export interface OpenBoards {
  readonly boards: Boards
  readonly archive: BoardArchive
  close(): void
}

export function openBoards(parts: BoardParts): OpenBoards {
  const { engine, holdRoom, recorder, now, failed, channel, secret, onForged } = parts
  const layers = engine.registry({ kind: layerKind, rules: layerRules, oneByOne: true })
  const relay = openBoardRelay({ channel, secret, onForged })
  const boards = new Boards({ layers, holdRoom, relay, recorder, now, failed })
  const http = parts.http as Server
  const gateway = new BoardGateway({ ...parts, http, boards, standing: standingOf })
  return {
    boards,
    archive: new Archive({ layers, boards, now }),
    close() {
      gateway.close()
      boards.close()
      relay.close()
    },
  }
}
