// One attempt at the socket door with whatever hello, token and origin: what the door says to it.
import { io } from 'socket.io-client'
import { livePath } from '../../shared/contract/live.ts'
import { isRefusal, type Refusal } from '../../shared/errors.ts'

export interface Knock {
  readonly url: string
  readonly query?: Readonly<Record<string, string>>
  readonly origin?: string
  readonly auth: object
}

/** `welcome`; the refusal; or `closed` when not even a refusal was heard. */
export function knock({
  url,
  query,
  origin,
  auth,
}: Knock): Promise<Refusal | 'welcome' | 'closed'> {
  const socket = io(url, {
    path: livePath,
    ...(query && { query }),
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: 30_000,
    ...(origin !== undefined && { extraHeaders: { origin } }),
  })
  const heard = new Promise<Refusal | 'welcome' | 'closed'>((resolve) => {
    socket.on('welcome', () => {
      resolve('welcome')
    })
    socket.on('goodbye', (refusal: Refusal) => {
      resolve(refusal)
    })
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      const { data } = error
      resolve(typeof data === 'object' && data !== null && isRefusal(data) ? data : 'closed')
    })
    socket.on('disconnect', () => {
      resolve('closed')
    })
  })
  return heard.finally(() => socket.disconnect())
}
