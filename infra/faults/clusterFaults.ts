// What breaks under a class on two nodes, one entry per fault. Each leaves everything whole again.
import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { intensity } from './intensity.ts'
import type { WiredSchool } from './wires.ts'

export interface Fault {
  readonly name: string
  /** Also part of `npm test`. */
  readonly short?: true
  /** How wrong each node's clock is, in ms. */
  readonly clockShifts?: readonly number[]
  /** True when history itself is taken back: what was told before counts no more. */
  readonly rewinds?: true
  readonly run: (stage: WiredSchool) => Promise<void>
}

/** A test fault lasts as long as it says; this is not waiting for anything to happen. */
const last = (seconds: number) => after(seconds * 1_000)

async function restart({ school }: WiredSchool, n: number, signal: 'SIGKILL' | 'SIGTERM') {
  const { child } = school.node(n)
  if (child === null) throw new Error('a node that is no process')
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
  await school.start(n)
}

export const clusterFaults: readonly Fault[] = [
  {
    name: 'node-killed',
    short: true,
    run: (stage) => restart(stage, 1, 'SIGKILL'),
  },
  {
    name: 'node-stopped',
    run: async ({ school }) => {
      const { child } = school.node(1)
      child?.kill('SIGSTOP')
      await last(10)
      child?.kill('SIGCONT')
    },
  },
  {
    name: 'redis-cut',
    short: true,
    run: async ({ wires }) => {
      for (const seconds of intensity([3], [3, 30])) {
        wires[1]?.redis.stall()
        await last(seconds)
        wires[1]?.redis.breakAll()
        wires[1]?.redis.mend()
        await last(1)
      }
    },
  },
  {
    name: 'redis-killed',
    run: async ({ redis }) => {
      await redis.kill()
      await last(2)
      await redis.start()
    },
  },
  {
    name: 'database-cut',
    short: true,
    run: async ({ wires }) => {
      wires[1]?.database.cut()
      await last(5)
      wires[1]?.database.mend()
    },
  },
  {
    name: 'database-killed',
    run: async ({ postgres }) => {
      await postgres.kill()
      await last(2)
      await postgres.start()
    },
  },
  {
    name: 'clients-cut',
    run: async ({ wires }) => {
      for (let round = 0; round < 3; round += 1) {
        if (round > 0) await last(15)
        for (const { door } of wires) door.breakAll()
      }
    },
  },
  {
    name: 'deaf-clients',
    run: async ({ wires }) => {
      const some = wires.map(({ door }) => door.deafen(0.05))
      if (some.includes(0)) throw new Error('nobody is deaf')
      // After 12 s without a word they dial anew.
      await last(15)
    },
  },
  {
    name: 'rolling-restart',
    run: async (stage) => {
      await restart(stage, 0, 'SIGTERM')
      await last(2)
      await restart(stage, 1, 'SIGTERM')
    },
  },
  {
    name: 'clocks-apart',
    clockShifts: [0, 5_000],
    run: () => last(10),
  },
  {
    name: 'database-rewound',
    rewinds: true,
    run: ({ school }) => rewind(school, 10),
  },
]

/** As if the database had been restored from a backup that is ten facts old. */
async function rewind({ db, room }: WiredSchool['school'], facts: number): Promise<void> {
  const client = await db.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ top: number }>(
      'SELECT top - $2 AS top FROM heads WHERE log = $1 FOR UPDATE',
      [room, facts],
    )
    const top = rows[0]?.top
    await client.query('DELETE FROM facts WHERE log = $1 AND seq > $2', [room, top])
    await client.query('DELETE FROM redactions WHERE log = $1 AND by > $2', [room, top])
    await client.query('DELETE FROM snapshots WHERE log = $1 AND seq > $2', [room, top])
    await client.query(
      `UPDATE heads h SET top = f.seq, top_id = f.id, at = f.at FROM facts f
        WHERE h.log = $1 AND f.log = h.log AND f.seq = $2`,
      [room, top],
    )
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
