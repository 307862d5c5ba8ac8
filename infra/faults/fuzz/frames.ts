// What no client library sends: raw WebSocket frames that are no Engine.IO, no Socket.IO, or far too much.
import { once } from 'node:events'
import fc from 'fast-check'
import { WebSocket } from 'ws'
import { livePath } from '../../../shared/contract/live.ts'
import type { Gun } from './calls.ts'

const hostile: readonly (string | Buffer)[] = [
  '',
  '0',
  '1',
  '2probe',
  '3',
  '4',
  '40',
  '42',
  '42[',
  '42[]',
  '42[1]',
  '42["command"]',
  '42["command",null,null]',
  '420["command"]',
  '42999999999999999999["command",{}]',
  '43["answer"]',
  '430[{"ok":true}]',
  '44{"message":"no"}',
  '42["disconnect"]',
  '42["connect_error",{}]',
  '42["__proto__",{}]',
  '421["request",{"name":"room.pull","input":{"have":{"seq":1,"id":null}}},"not an answer"]',
  '451-["command",{"_placeholder":true,"num":0}]',
  '451-["command",{"_placeholder":true,"num":7}]',
  '459999999-["command"]',
  '45-1-["command"]',
  '42/other,["command",{}]',
  '40/other,{"token":"x"}',
  '42["command",{"name":"chat.say","input":{"__proto__":{"text":"x"}}}]',
  `42["command",${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
  `42["command",${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}]`,
  `42["command",{"name":"chat.say","input":{"text":"${'a'.repeat(200_000)}"}}]`,
  '9nonsense',
  'b4AAAA',
  Buffer.from([0, 1, 2, 3]),
  Buffer.alloc(1_000, 255),
]

export const volleys: fc.Arbitrary<(string | Buffer)[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...hostile) },
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.string({ maxLength: 100 }).map((text) => `42["command",${JSON.stringify(text)}]`),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  ),
  { minLength: 1, maxLength: 8 },
)

const tooMuch = Buffer.alloc(300 * 1024, 65)

/** One raw connection, greeted or not, that sends a volley and is closed by whoever is first. */
export async function storm(
  { url, origin, room, token }: Gun,
  { volley, greeted }: { volley: readonly (string | Buffer)[]; greeted: boolean },
): Promise<void> {
  const address = `${url.replace('http', 'ws')}${livePath}/?EIO=4&transport=websocket&room=${room}`
  const socket = new WebSocket(address, { headers: { origin } })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await Promise.race([once(socket, 'open'), closed])
  if (greeted) {
    const session = '00000000-0000-7000-8000-000000000001'
    socket.send(`40${JSON.stringify({ token, session, device: 'desktop', have: null })}`)
    await Promise.race([once(socket, 'message'), closed])
  }
  for (const frame of volley) if (socket.readyState === WebSocket.OPEN) socket.send(frame)
  // The last word is always too long; the server hangs up.
  if (socket.readyState === WebSocket.OPEN) socket.send(tooMuch)
  await closed
}
