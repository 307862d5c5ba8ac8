// Mutated commands, requests and signals of the whole contract, from people of every role, to a class.
import fc from 'fast-check'
import { io, type Socket } from 'socket.io-client'
import { commands, requests, signals } from '../../../shared/contract/index.ts'
import { livePath } from '../../../shared/contract/live.ts'
import type { Answer } from '../../../shared/contract/room.ts'
import { isRefusal, type Refusal } from '../../../shared/errors.ts'
import { newId, type RoomId } from '../../../shared/ids.ts'
import { dtls } from '../../../sfu/testing/media.ts'
import { rtpCapabilities, voice } from '../../wire/examples.ts'
import { arbitraryOf, type Pool } from './arbitraries.ts'
import { mutated } from './mutations.ts'

export interface Shot {
  readonly event: 'command' | 'request' | 'signal'
  readonly call: unknown
}

/** Media speaks to another process, and its parameters are no schema's: start from what works. */
const media = (transports: Pool): Record<string, () => object> => ({
  'media.join': () => ({ rtpCapabilities, wish: [] }),
  'media.connect': () => ({ transport: transports[1], dtlsParameters: dtls }),
  'media.publish': () => ({
    transport: transports[0],
    kind: 'microphone',
    rtpParameters: voice(),
    paused: false,
  }),
  'media.restartIce': () => ({ transport: transports[0], direction: 'send' }),
})

/** Whoever leaves is let go, and shoots no more. */
const leaving = 'people.leave'

export interface Target {
  readonly ids: Pool
  readonly transports: Pool
}

export function shots({ ids, transports }: Target): fc.Arbitrary<Shot> {
  const seeds = media(transports)
  const of = (event: Shot['event'], name: string, input: fc.Arbitrary<unknown>) => {
    const key = fc.constantFrom(null).map(() => newId())
    const call = fc.record({ name: fc.constant(name), key, input })
    // Mostly only the input is wrong, so that it is looked at.
    const deep = fc.record({ name: fc.constant(name), key, input: mutated(input) })
    const arbitrary = fc.oneof({ weight: 5, arbitrary: deep }, mutated(call))
    return arbitrary.map((made): Shot => ({ event, call: made }))
  }
  return fc.oneof(
    ...Object.entries(commands)
      .filter(([name]) => name !== leaving)
      .map(([name, { input }]) => of('command', name, arbitraryOf(input, ids))),
    ...Object.entries(requests).map(([name, { input }]) => {
      const seed = seeds[name]
      const made = seed === undefined ? arbitraryOf(input, ids) : fc.constant(null).map(seed)
      return of('request', name, made)
    }),
    ...Object.entries(signals).map(([name, { data }]) =>
      of('signal', name, arbitraryOf(data, ids)),
    ),
  )
}

export interface Gun {
  readonly url: string
  readonly origin: string
  readonly room: RoomId
  readonly token: string
}

export async function openSocket({ url, origin, room, token }: Gun): Promise<Socket> {
  const socket = io(url, {
    path: livePath,
    query: { room },
    auth: { token, session: newId(), device: 'desktop', have: null },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { origin },
  })
  await new Promise<void>((resolve, reject) => {
    socket.on('welcome', () => {
      resolve()
    })
    socket.on('connect_error', reject)
  })
  return socket
}

const together = 40
const patience = 20_000

export interface Outcome {
  readonly wrong: string[]
  /** Calls that were found right and done. */
  done: number
}

/** Whom another's shot removed or banned is let go as well: rightly, and with a word. */
function listenForSendings(sockets: readonly Socket[]): Set<Socket> {
  const sent = new Set<Socket>()
  for (const socket of sockets)
    socket.on('goodbye', ({ reason }: Refusal) => {
      if (['removed', 'banned', 'refused'].includes(reason ?? '')) sent.add(socket)
    })
  return sent
}

/** Sends them all; answers what is wrong with the answers. */
export async function shoot(sockets: readonly Socket[], list: readonly Shot[]): Promise<Outcome> {
  const outcome: Outcome = { wrong: [], done: 0 }
  const sent = listenForSendings(sockets)
  let next = 0
  const worker = async () => {
    for (let n = next++; n < list.length; n = next++) {
      const left = sockets.filter((one) => !sent.has(one))
      const [shot, socket] = [list[n], left[n % left.length]]
      if (shot === undefined || socket === undefined) return
      const complaint = await fire(socket, shot)
      if (complaint === 'done') outcome.done += 1
      else if (complaint !== null && !sent.has(socket))
        outcome.wrong.push(`${complaint}: ${JSON.stringify(shot).slice(0, 400)}`)
    }
  }
  await Promise.all(Array.from({ length: together }, worker))
  return outcome
}

async function fire(socket: Socket, { event, call }: Shot): Promise<string | null> {
  if (!socket.connected) return 'the connection was closed'
  if (event === 'signal') {
    socket.emit('signal', call)
    return null
  }
  try {
    const answer = (await socket.timeout(patience).emitWithAck(event, call)) as Answer
    return answer.ok ? 'done' : judge(answer.error)
  } catch {
    return 'no answer'
  }
}

function judge(error: object): string | null {
  if (!isRefusal(error)) return `an answer without a code ${JSON.stringify(error)}`
  return error.code === 'internal' ? 'internal' : null
}
