// The wire as Socket.IO speaks it: WebSocket only, one socket per attempt so that each says a fresh
// hello. Reconnecting is the connection's business, never Socket.IO's.
import { io } from 'socket.io-client'
import { livePath } from '../../shared/contract/live.ts'
import { isRefusal, type Refusal } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Dial, LinkEvents } from './port.ts'

const dialTimeoutMs = 8000

const relayed = [
  'welcome',
  'frame',
  'view',
  'top',
  'signal',
  'goodbye',
] as const satisfies readonly (keyof LinkEvents)[]

function reasonOf(error: Error & { data?: unknown }): Refusal | null {
  return typeof error.data === 'object' && error.data !== null && isRefusal(error.data)
    ? error.data
    : null
}

/**
 * `url` is the origin of the server; empty in a page, which then uses its own. Outside a browser nobody
 * says where a call comes from, so `headers` must.
 */
export function socketDial(url: string, room: RoomId, headers?: Record<string, string>): Dial {
  return (hello, events) => {
    const socket = io(url === '' ? globalThis.location.origin : url, {
      path: livePath,
      query: { room },
      auth: { ...hello },
      transports: ['websocket'],
      ...(headers && { extraHeaders: headers }),
      reconnection: false,
      forceNew: true,
      timeout: dialTimeoutMs,
    })
    let over = false
    const end = (refusal: Refusal | null): void => {
      if (over) return
      over = true
      socket.off()
      socket.disconnect()
      events.down(refusal)
    }
    for (const name of relayed) {
      socket.on(name, (...args: unknown[]) => {
        if (!over) (events[name] as (...args: unknown[]) => void)(...args)
      })
    }
    socket.on('connect_error', (error) => {
      end(reasonOf(error))
    })
    socket.on('disconnect', () => {
      end(null)
    })
    return {
      command: (call, answer) => socket.emit('command', call, answer),
      request: (call, answer) => socket.emit('request', call, answer),
      signal: (call) => socket.emit('signal', call),
      close() {
        if (over) return
        over = true
        socket.off()
        socket.disconnect()
      },
    }
  }
}
