// `npm run bench -- footprint`: what Lyceum costs when nothing happens. Idle memory of each process, of a
// connection that only listens, and the time from the command to serving with everything set up.
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as after } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { livePath } from '../../shared/contract/live.ts'
import { newId } from '../../shared/ids.ts'
import { rounded, type Bench } from './result.ts'
import { nodeFlags } from '../local/child.ts'
import { dataFolder, memoryBelow, startSystem, type ProcessMemory, type System } from '../system.ts'
import { startProgram, stopProgram } from '../test/programs.ts'

const bareServer = join(import.meta.dirname, 'bareServer.ts')
const connections = 2_000
const joinsAtOnce = 25
const lookEveryMs = 4_000
/** At rest, when so many looks in a row agree. */
const looksAlike = 3
const alikeMegabytes = 1
const longestLooks = 12
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

async function inBatches(
  signal: AbortSignal,
  open: (number: number) => Promise<Socket>,
): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let first = 0; first < connections && !signal.aborted; first += joinsAtOnce) {
    const batch = Array.from({ length: joinsAtOnce }, (_, index) => open(first + index))
    sockets.push(...(await Promise.all(batch)))
  }
  return sockets
}

const sum = (processes: readonly ProcessMemory[]) =>
  processes.reduce((total, { megabytes }) => total + megabytes, 0)

function serverOf(processes: readonly ProcessMemory[]): number {
  const server = processes.find(({ name }) => /(server\/main|bareServer)\.ts$/.test(name))
  if (server === undefined) throw new Error('the server’s process was not found')
  return server.megabytes
}

/** The memory below `pid` once the server's stays as it is: V8 collects garbage in its own time. */
async function atRest(pid: number): Promise<ProcessMemory[]> {
  const looks: ProcessMemory[][] = []
  for (let look = 0; look < longestLooks; look += 1) {
    await after(lookEveryMs)
    looks.push(await memoryBelow(pid))
    const last = looks.slice(-looksAlike).map(serverOf)
    if (last.length === looksAlike && Math.max(...last) - Math.min(...last) < alikeMegabytes) break
  }
  return looks.at(-1) ?? []
}

/** Kilobytes that each of as many connections costs a bare Socket.IO server, for comparison. */
async function bareCost(signal: AbortSignal): Promise<number> {
  const child = startProgram({ command: process.execPath, args: [...nodeFlags, bareServer] })
  try {
    if (child.stdout === null || child.pid === undefined) throw new Error('no bare server')
    const lines = createInterface({ input: child.stdout })
    const died = once(child, 'exit').then(([code]): never => {
      throw new Error(`the bare server ended with ${String(code)} before it listened`)
    })
    const [port] = (await Promise.race([once(lines, 'line'), died])) as [string]
    const before = await atRest(child.pid)
    const options = { path: livePath, transports: ['websocket'], forceNew: true }
    const sockets = await inBatches(signal, async () => {
      const socket = io(`http://127.0.0.1:${port}`, { ...options, reconnection: false })
      await new Promise<void>((done, fail) =>
        socket.once('connect', done).once('connect_error', fail),
      )
      return socket
    })
    const busy = await atRest(child.pid)
    for (const socket of sockets) socket.disconnect()
    return ((serverOf(busy) - serverOf(before)) * 1_024) / sockets.length
  } finally {
    await stopProgram(child, 'SIGTERM')
  }
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
  const idle = await atRest(system.pid)
  for (const { name, megabytes } of idle) say(`${megabytes.toFixed(0).padStart(5)} MB  ${name}`)
  say(`${sum(idle).toFixed(0).padStart(5)} MB  in all, at rest, with the demonstration class`)
  const sockets = await inBatches(signal, async (number) =>
    connect(system, await enter(system, number)),
  )
  const busy = await atRest(system.pid)
  for (const socket of sockets) socket.disconnect()
  const perConnection = ((serverOf(busy) - serverOf(idle)) * 1_024) / sockets.length
  const figures = rounded({
    kilobytesPerConnection: perConnection,
    bareKilobytesPerConnection: await bareCost(signal),
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
      'proportional set size as the kernel counts it; a bare Socket.IO server’s connection is most of ours',
  }
}
