// `npm run bench -- footprint`: what Lyceum costs when nothing happens. Idle memory of each process, of a
// connection that only listens, and the time from the command to serving with everything set up.
import { io, type Socket } from 'socket.io-client'
import { livePath } from '../../shared/contract/live.ts'
import { newId } from '../../shared/ids.ts'
import { rounded, type Bench } from './result.ts'
import { dataFolder, memoryBelow, startSystem, type ProcessMemory, type System } from '../system.ts'

const connections = 2_000
const joinsAtOnce = 25
const settleMs = 8_000
const targets = { kilobytesPerConnection: 40, warmStartMs: 3_000, idleMegabytes: 700 }

interface Entered {
  readonly token: string
}

async function enter(system: System, number: number): Promise<string> {
  const link = new URL(system.links.student)
  const room = link.pathname.split('/').at(-1) ?? ''
  const response = await fetch(`${system.url}/api/rooms/${room}/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lyceum': '1' },
    body: JSON.stringify({ invite: link.searchParams.get('invite'), name: `Listener ${number}` }),
  })
  if (!response.ok) throw new Error(`joining: ${response.status} ${await response.text()}`)
  return ((await response.json()) as Entered).token
}

async function connect(system: System, token: string): Promise<Socket> {
  const room = new URL(system.links.student).pathname.split('/').at(-1)
  const socket = io(system.url, {
    path: livePath,
    query: { room },
    auth: { token, session: newId(), device: 'desktop', have: null },
    transports: ['websocket'],
    extraHeaders: { origin: system.url },
    reconnection: false,
    forceNew: true,
  })
  await new Promise<void>((done, fail) => {
    socket.once('welcome', () => done())
    socket.once('goodbye', (reason: object) => fail(new Error(JSON.stringify(reason))))
    socket.once('connect_error', fail)
  })
  return socket
}

async function connectAll(system: System, signal: AbortSignal): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let first = 0; first < connections && !signal.aborted; first += joinsAtOnce) {
    const batch = Array.from({ length: joinsAtOnce }, async (_, index) =>
      connect(system, await enter(system, first + index)),
    )
    sockets.push(...(await Promise.all(batch)))
  }
  return sockets
}

const sum = (processes: readonly ProcessMemory[]) =>
  processes.reduce((total, { megabytes }) => total + megabytes, 0)

const settle = (ms = settleMs) => new Promise((done) => setTimeout(done, ms))

function serverOf(processes: readonly ProcessMemory[]): number {
  const server = processes.find(({ name }) => name.endsWith('server/main.ts'))
  if (server === undefined) throw new Error('the server’s process was not found')
  return server.megabytes
}

async function warmStart(data: string): Promise<System> {
  const lifted = { BENCH_PROFILE: 'lifted' }
  const first = await startSystem(data, lifted)
  await first.stop()
  return startSystem(data, lifted)
}

export const footprint: Bench = async ({ say, signal }) => {
  await using folder = await dataFolder()
  await using system = await warmStart(folder.path)
  await settle()
  const idle = await memoryBelow(system.pid)
  for (const { name, megabytes } of idle) say(`${megabytes.toFixed(0).padStart(5)} MB  ${name}`)
  say(`${sum(idle).toFixed(0).padStart(5)} MB  in all, at rest, with the demonstration class`)
  const sockets = await connectAll(system, signal)
  await settle()
  const busy = await memoryBelow(system.pid)
  for (const socket of sockets) socket.disconnect()
  const perConnection = ((serverOf(busy) - serverOf(idle)) * 1_024) / sockets.length
  const figures = rounded({
    kilobytesPerConnection: perConnection,
    connections: sockets.length,
    warmStartMs: system.startMs,
    idleMegabytes: sum(idle),
  })
  return {
    figures,
    pass:
      sockets.length === connections &&
      perConnection <= targets.kilobytesPerConnection &&
      system.startMs <= targets.warmStartMs &&
      sum(idle) <= targets.idleMegabytes,
    limitedBy:
      'proportional set size of every process as the kernel counts it; V8 keeps free heap pages',
  }
}
