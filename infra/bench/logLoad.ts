// People who chat at a given pace, and what they see of it: how long each acknowledgement took, and
// whether everybody was delivered everything, in one order.
import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import type { Link } from '../../client/connection/port.ts'
import type { Answer, CommandOutput } from '../../shared/contract/room.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Cluster } from './logCluster.ts'
import { percentile } from './result.ts'

export interface Load {
  readonly name: string
  readonly rooms: number
  readonly connectionsPerRoom: number
  /** Commands per second, all together. */
  readonly pace: number
  readonly seconds: number
  /** The nodes that connections are spread over. */
  readonly nodes: number
}

export interface Measured {
  /** Acknowledged and delivered to everybody in the room. */
  readonly factsPerSecond: number
  /** From the moment somebody meant to speak. */
  readonly ackP50Ms: number
  readonly ackP99Ms: number
  /** Share of the machine that was busy, with whatever. */
  readonly busy: number
}

/** One connection: what it heard of the chat, by number. */
interface Talker {
  readonly link: Link
  readonly room: RoomId
  readonly heard: Map<number, string>
}

interface Talk {
  readonly room: RoomId
  readonly seq: number
  readonly id: string
}

/** A connection has at most so many commands without an answer. */
const outstanding = 16
const warmUpMs = 2_000
const deliveryMs = 10_000

async function seat(cluster: Cluster, load: Load): Promise<Talker[]> {
  const talkers: Talker[] = []
  for (let n = 0; n < load.rooms; n += 1) {
    const room = await cluster.newRoom()
    const seats = Array.from({ length: load.connectionsPerRoom }, async (_, index) => {
      const heard = new Map<number, string>()
      const url = cluster.urls[index % load.nodes] ?? ''
      const link = await cluster.connect(room, url, ({ facts }) => {
        for (const { seq, id, type } of facts) if (type === 'chat.said') heard.set(seq, id)
      })
      return { link, room, heard }
    })
    talkers.push(...(await Promise.all(seats)))
  }
  return talkers
}

/**
 * Says something every `everyMs`, unless too many answers are still out. What it waits is counted from when
 * it meant to speak, so that a late answer does not hide what it held up; of what it could not say for more
 * than a second the rest is left out, and shows in the pace instead.
 */
async function talk(
  { link, room }: Talker,
  everyMs: number,
  stop: AbortSignal,
): Promise<{ said: Talk[]; waited: number[] }> {
  const said: Talk[] = []
  const waited: number[] = []
  const open = new Set<Promise<void>>()
  const say = async (intended: number) => {
    const input = {
      text: 'So the square on the long side is the sum of the others.',
      replyTo: null,
    }
    const call = { name: 'chat.say', key: randomUUID(), input }
    const answer = await new Promise<Answer>((done) => {
      link.command(call, done)
    })
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    waited.push(performance.now() - intended)
    const { facts } = answer.output as CommandOutput
    for (const { seq, id } of facts) said.push({ room, seq, id })
  }
  // A refusal must not end the process while nobody awaits it: it ends the talk.
  let failure: { error: unknown } | null = null as { error: unknown } | null
  let due = performance.now() + Math.random() * everyMs
  while (!stop.aborted && failure === null) {
    await after(Math.max(0, due - performance.now()))
    if (open.size >= outstanding) await Promise.race(open)
    const one: Promise<void> = say(due)
      .catch((error: unknown) => {
        failure = { error }
      })
      .finally(() => open.delete(one))
    open.add(one)
    due = Math.max(due + everyMs, performance.now() - 1_000)
  }
  await Promise.all(open)
  if (failure !== null) throw failure.error
  return { said, waited }
}

async function talkAll(talkers: readonly Talker[], pace: number, ms: number) {
  const stop = AbortSignal.timeout(ms)
  const began = performance.now()
  const everyMs = (talkers.length / pace) * 1_000
  const results = await Promise.all(talkers.map((talker) => talk(talker, everyMs, stop)))
  return {
    seconds: (performance.now() - began) / 1_000,
    said: results.flatMap(({ said }) => said),
    waited: results.flatMap(({ waited }) => waited),
  }
}

/** Throws when somebody is not delivered something that was acknowledged, or gets something else. */
async function untilDelivered(talkers: readonly Talker[], said: readonly Talk[]): Promise<void> {
  const byRoom = Map.groupBy(said, ({ room }) => room)
  const missing = () =>
    talkers.find(({ room, heard }) =>
      byRoom.get(room)?.some(({ seq, id }) => heard.get(seq) !== id),
    )
  const limit = performance.now() + deliveryMs
  while (missing() !== undefined) {
    if (performance.now() > limit) throw new Error('acknowledged, but not delivered to everybody')
    await after(20)
  }
}

/** Ticks of all processors since the machine started. */
async function ticks(): Promise<{ readonly busy: number; readonly all: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n')
  const numbers = line.split(/\s+/).slice(1).map(Number)
  const all = numbers.reduce((sum, n) => sum + n, 0)
  const idle = (numbers[3] ?? 0) + (numbers[4] ?? 0)
  return { busy: all - idle, all }
}

export async function measure(cluster: Cluster, load: Load): Promise<Measured> {
  const talkers = await seat(cluster, load)
  try {
    await talkAll(talkers, load.pace / 2, warmUpMs)
    const before = await ticks()
    const { seconds, said, waited } = await talkAll(talkers, load.pace, load.seconds * 1_000)
    const now = await ticks()
    await untilDelivered(talkers, said)
    return {
      factsPerSecond: said.length / seconds,
      ackP50Ms: percentile(waited, 0.5),
      ackP99Ms: percentile(waited, 0.99),
      busy: (now.busy - before.busy) / (now.all - before.all),
    }
  } finally {
    for (const { link } of talkers) link.close()
  }
}
