// `npm run bench -- flaky`: 1,000 people whose network goes away for 2 s every 15 s, on two nodes, and 120
// messages in a minute: what share each heard, in order, and how late.
import { setTimeout as after } from 'node:timers/promises'
import { seatAll, untilAll, type Listener, type Route } from './audience.ts'
import { startCluster } from './logCluster.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 1_000
const messages = 120
const perSecond = 2
const everyMs = 15_000
const offlineMs = 2_000
const targets = { share: 1, p99: 3_000 }

/** Away now and then until it is over, each at another moment. */
async function flap(one: Listener, share: number, over: AbortSignal): Promise<void> {
  await after(share * everyMs)
  while (!over.aborted) {
    await one.loseNetwork(offlineMs)
    await after(everyMs - offlineMs)
  }
}

/** Said by whoever is connected just then, in turn. */
async function talk(all: readonly Listener[]): Promise<Map<string, number>> {
  const sent = new Map<string, number>()
  for (let n = 0; n < messages; n += 1) {
    const from = (n * 37) % all.length
    const speaker = [...all.slice(from), ...all.slice(0, from)].find(({ isOpen }) => isOpen)
    const text = `Message ${n}`
    sent.set(text, performance.now())
    void speaker?.connection.command('chat.say', { text, replyTo: null })
    await after(1_000 / perSecond)
  }
  return sent
}

export const flaky: Bench = async ({ say }) => {
  await using cluster = await startCluster(2)
  const room = await cluster.newRoom()
  const school = { room, invite: cluster.inviteTo(room), origin: cluster.origin }
  const route: Route = (n, attempt) => cluster.urls[(n + attempt) % 2] ?? ''
  const all = await seatAll(school, people, route)
  say(`${all.length} are in class`)
  const over = new AbortController()
  const flapping = all.map((one, n) => flap(one, n / all.length, over.signal))
  const sent = await talk(all)
  over.abort()
  await Promise.all(flapping)
  await untilAll(all, 'being back', ({ isOpen }) => isOpen)
  await after(everyMs / 3)
  const heard = all.map((one) => one.heard.size).reduce((sum, count) => sum + count, 0)
  const wrong = all.map((one) => one.wrong).reduce((sum, count) => sum + count, 0)
  const late = all.flatMap((one) =>
    [...one.heard].map(([text, at]) => at - (sent.get(text) ?? Number.NaN)),
  )
  const share = heard / (all.length * sent.size)
  const p99 = percentile(late, 0.99)
  for (const { connection } of all) connection.close()
  return {
    figures: rounded({
      deliveredShare: share,
      outOfOrder: wrong,
      deliverP50Ms: percentile(late, 0.5),
      deliverP99Ms: p99,
      reconnects: all.reduce((sum, { opens }) => sum + opens - 1, 0),
    }),
    pass: share === targets.share && wrong === 0 && p99 <= targets.p99,
    limitedBy: 'how long the networks are away; two processors for servers and clients',
  }
}
