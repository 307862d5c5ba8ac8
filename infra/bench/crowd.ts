// `npm run bench -- crowd`: 5,000 connections in one class on two nodes; people talk, two messages a second
// to everybody, and meanwhile all vote in a poll whose result everybody watches.
import { setTimeout as after } from 'node:timers/promises'
import { come, untilAll, type Class, type Listener, type Route } from './audience.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { command, definition, tallyErrors } from './poll.ts'
import { processMs } from './processTime.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 5_000
/** Ten thousand an hour is many; this is fifty a second. */
const comingMs = 100_000
const perSecond = 2
const seconds = 120
/** In a class of this size one person can write every 15 s. */
const speakers = 40
/** From when and for how long people vote. */
const poll = { atMs: 30_000, withinMs: 30_000 }
const targets = { p95: 1_000 }

/** At an even pace; answers those who came, and throws when somebody could not. */
async function seatAll(school: Class, route: Route): Promise<Listener[]> {
  const coming = Array.from({ length: people }, async (_, n) => {
    await after((n * comingMs) / people)
    return come(school, n, route)
  })
  const all = await Promise.all(coming)
  await untilAll(all, 'being in class', ({ isOpen }) => isOpen)
  return all
}

/** Somebody says something every half second, in turn; answers when each text was sent. */
async function talk(all: readonly Listener[]): Promise<Map<string, number>> {
  const sent = new Map<string, number>()
  const refused: string[] = []
  const started = performance.now()
  for (let n = 0; n < perSecond * seconds; n += 1) {
    await after(Math.max(0, started + (n * 1_000) / perSecond - performance.now()))
    const text = `Sentence ${n}: the square on the long side is the sum of the others.`
    sent.set(text, performance.now())
    const speaker = all[(n % speakers) * Math.floor(people / speakers)]
    void speaker?.connection.command('chat.say', { text, replyTo: null }).then((outcome) => {
      if (!outcome.ok) refused.push(outcome.error.message)
    })
  }
  await untilAll(all, 'having heard everything', ({ heard }) => heard.size === sent.size)
  if (refused.length > 0) throw new Error(`refused: ${refused.join()}`)
  return sent
}

/** Everybody votes at a moment of their own; the `n`th chooses `n % 4`. Answers how long each took, in ms. */
async function vote(lead: Awaited<ReturnType<Cluster['lead']>>, all: readonly Listener[]) {
  const opened = new Promise<string>((seen) => {
    all[0]?.connection.on('facts', (facts) => {
      const fact = facts.find(({ type }) => type === 'polls.opened')
      if (fact !== undefined) seen((fact.body as { poll: string }).poll)
    })
  })
  await after(poll.atMs)
  await command(lead, 'polls.ask', { definition: { ...definition, anonymous: false } })
  const id = (await opened) as never
  const waits = all.map(async ({ connection }, n) => {
    await after(Math.random() * poll.withinMs)
    const asked = performance.now()
    const outcome = await connection.command('polls.vote', {
      poll: id,
      choices: [n % 4],
      text: null,
    })
    return outcome.ok ? performance.now() - asked : Infinity
  })
  return Promise.all(waits)
}

export const crowd: Bench = async ({ say }) => {
  await using cluster = await startCluster(2)
  const room = await cluster.newRoom()
  const school = { room, invite: cluster.inviteTo(room), origin: cluster.origin }
  const lead = await cluster.lead(room)
  const all = await seatAll(school, (n, attempt) => cluster.urls[(n + attempt) % 2] ?? '')
  say(`${all.length} are in class`)
  const pids = cluster.nodes.map(({ child }) => child?.pid ?? 0)
  const [nodesBefore, ownBefore] = [await processMs(pids), await processMs([process.pid])]
  const began = performance.now()
  const [sent, votes] = await Promise.all([talk(all), vote(lead, all)])
  const took = performance.now() - began
  const latencies = all.flatMap(({ heard }) =>
    [...heard].map(([text, at]) => at - (sent.get(text) ?? Number.NaN)),
  )
  const inClass = all.map((one) => one.inClass - one.began)
  const figures = {
    deliveredShare: latencies.length / (sent.size * people),
    deliverP50Ms: percentile(latencies, 0.5),
    deliverP95Ms: percentile(latencies, 0.95),
    deliverP99Ms: percentile(latencies, 0.99),
    dropped: all.filter(({ isOpen, opens }) => !isOpen || opens > 1).length,
    outOfOrder: all.reduce((sum, { wrong }) => sum + wrong, 0),
    inClassP95Ms: percentile(inClass, 0.95),
    voteAckP95Ms: percentile(votes, 0.95),
    tallyErrors: await tallyErrors(lead, votes.length),
    nodesBusy: ((await processMs(pids)) - nodesBefore) / took,
    clientsBusy: ((await processMs([process.pid])) - ownBefore) / took,
  }
  lead.close()
  for (const { connection } of all) connection.close()
  return {
    figures: rounded(figures),
    pass:
      figures.deliveredShare === 1 &&
      figures.dropped + figures.outOfOrder + figures.tallyErrors === 0 &&
      figures.deliverP95Ms <= targets.p95,
    limitedBy: 'two processors, shared by the nodes, PostgreSQL, Redis and the 5,000 clients',
  }
}
