// The door for the sockets of boards, on the same port as everything else: checks origin and token before
// the upgrade and rights after it, where a reason can be told, and seats the connection at its layer.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { parseName, type LayerName } from '../../shared/board/layer.ts'
import { boardPath, boardProtocol } from '../../shared/board/wire.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import type { VerifiedToken } from '../auth/tokens.ts'
import type { Room } from '../rooms/room.ts'
import type { Boards } from './boards.ts'
import { Connection } from './connection.ts'
import type { BoardRecorder } from './recorder.ts'
import { closing, type Closing, type Standing } from './reader.ts'

export interface BoardGatewayParts {
  readonly http: Server
  readonly boards: Boards
  readonly enter: (room: RoomId) => Promise<Room>
  readonly verify: (token: string) => Promise<VerifiedToken>
  readonly isOwnOrigin: (origin: string | undefined) => boolean
  /** Throws when somebody connects more often than anybody needs to. */
  readonly spend: (participant: ParticipantId) => Promise<void>
  readonly standing: (room: Room, participant: ParticipantId, name: LayerName) => Standing | null
  readonly recorder: BoardRecorder
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

const largestMessage = 1024 * 1024
/** Of one person on this node: staff look at many sheets at once. */
const mostSockets = 400
/** Of one person on one layer, those among them whose lines have just broken. */
const mostWindows = 20
const statuses = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
}
type Status = keyof typeof statuses

function refuse(socket: Duplex, status: Status): void {
  socket.end(`HTTP/1.1 ${status} ${statuses[status]}\r\nConnection: close\r\n\r\n`)
}

function nameIn({ url = '' }: IncomingMessage): LayerName | null {
  const path = url.split('?', 1)[0] ?? ''
  try {
    return parseName(decodeURIComponent(path.slice(boardPath.length)))
  } catch {
    return null
  }
}

/** The second subprotocol is the token: an address would end in the logs of proxies. */
function tokenIn({ headers }: IncomingMessage): string {
  const [first, token = ''] = (headers['sec-websocket-protocol'] ?? '').split(/,\s*/)
  return first === boardProtocol ? token : ''
}

export class BoardGateway {
  readonly #parts: BoardGatewayParts
  readonly #counts = new Map<ParticipantId, number>()
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols: () => boardProtocol,
  })

  constructor(parts: BoardGatewayParts) {
    this.#parts = parts
    parts.http.on('upgrade', this.#hear)
  }

  readonly #hear = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.startsWith(boardPath) !== true) return
    socket.on('error', () => undefined)
    this.#admit(request, socket, head).catch((error: unknown) => {
      this.#parts.failed('a connection to a board', error)
      socket.destroy()
    })
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { isOwnOrigin, verify, spend } = this.#parts
    const name = nameIn(request)
    if (name === null) {
      refuse(socket, 400)
      return
    }
    if (!isOwnOrigin(request.headers.origin)) {
      refuse(socket, 403)
      return
    }
    const token = await verify(tokenIn(request)).catch(() => null)
    if (token === null) {
      refuse(socket, 401)
      return
    }
    const may = await spend(token.participant).then(
      () => true,
      () => false,
    )
    if (!may) {
      refuse(socket, 429)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (open) => {
      void this.#seat(open, token, name)
    })
  }

  async #seat(socket: WebSocket, token: VerifiedToken, name: LayerName): Promise<void> {
    socket.on('error', () => undefined)
    if (!this.#count(socket, token.participant)) {
      closeWith(socket, 'tooMany')
      return
    }
    // What it sends already waits at its end.
    socket.pause()
    const refusal = await this.#connect(socket, token, name)
    socket.resume()
    if (refusal !== null) closeWith(socket, refusal)
  }

  /** False when that person has too many. */
  #count(socket: WebSocket, participant: ParticipantId): boolean {
    const count = this.#counts.get(participant) ?? 0
    if (count >= mostSockets) return false
    this.#counts.set(participant, count + 1)
    socket.on('close', () => {
      const left = (this.#counts.get(participant) ?? 1) - 1
      if (left > 0) this.#counts.set(participant, left)
      else this.#counts.delete(participant)
    })
    return true
  }

  /** Seats the connection, or says why not. */
  async #connect(
    socket: WebSocket,
    { room: id, participant, name: called }: VerifiedToken,
    name: LayerName,
  ): Promise<Closing | null> {
    const { boards, enter, standing: find, recorder, now, failed } = this.#parts
    try {
      const room = await enter(id)
      if (!room.log.isFresh()) return 'away'
      const standing = () => find(room, participant, name)
      if (standing() === null) return 'forbidden'
      const layer = await boards.enter(room, name)
      if (!layer.log.isFresh() || socket.readyState !== socket.OPEN) return 'away'
      // While the layer was opened, nobody told of a right that was taken away.
      if (standing() === null) return 'forbidden'
      if (layer.windowsOf(participant) >= mostWindows) return 'tooMany'
      const seat = { socket, participant, name: called, standing }
      const connection = new Connection({ ...seat, recorder, now })
      connection.join(layer)
      return null
    } catch (error) {
      failed('opening a board', error)
      return 'away'
    }
  }

  close(): void {
    this.#parts.http.off('upgrade', this.#hear)
    this.#sockets.close()
  }
}

function closeWith(socket: WebSocket, why: Closing): void {
  const [code, words] = closing[why]
  socket.close(code, words)
}
