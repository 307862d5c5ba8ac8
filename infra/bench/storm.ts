// `npm run bench -- storm`: 2,000 people come within 20 s into one class on two nodes that holds so many, and
// some more, who wait; then one node dies and everybody, the other node's people too, connects anew at once.
import { setTimeout as after } from 'node:timers/promises'
import type { Link } from '../../client/connection/port.ts'
import type { Answer } from '../../shared/contract/room.ts'
import { newId } from '../../shared/ids.ts'
import { come, untilAll, type Class, type Listener, type Route } from './audience.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 2_000
const withinMs = 20_000
/** Who come when the class is full. */
const late = 20
const targets = { inClassMs: 2_000, backMs: 5_000 }

async function limitPlaces(lead: Link, capacity: number): Promise<void> {
  const input = { admission: 'open', guestsWithInstructor: false, capacity }
  const answer = await new Promise<Answer>((done) => {
    lead.command({ name: 'lobby.set', key: newId(), input }, done)
  })
  if (!answer.ok) throw new Error(answer.error.message)
}

/** One after the other at an even pace, whoever waits; answers those who came and how many did not. */
async function joinAll(school: Class, route: Route) {
  const came: Listener[] = []
  let failures = 0
  const started = performance.now()
  const all = Array.from({ length: people }, async (_, n) => {
    await after((n * withinMs) / people)
    try {
      came.push(await come(school, n, route))
    } catch {
      failures += 1
    }
  })
  await Promise.all(all)
  await untilAll(came, 'being in class', ({ isOpen }) => isOpen)
  return { came, failures, seconds: (performance.now() - started) / 1_000 }
}

/** What people are told: how many are inside, and their own place in the line. */
function watch(one: Listener) {
  const told = { inside: 0, places: [] as number[] }
  one.connection.on('signal', ({ name, data }) => {
    if (name === 'room.here')
      told.inside = Math.max(told.inside, (data as { inside: number }).inside)
    if (name === 'lobby.place') told.places.push((data as { ahead: number }).ahead)
  })
  return told
}

/** More people, of whom each is to find as many before them as came before. */
async function comeLate(school: Class, route: Route) {
  const waiting: { readonly one: Listener; readonly told: ReturnType<typeof watch> }[] = []
  for (let n = 0; n < late; n += 1) {
    const one = await come(school, people + n, route)
    const told = watch(one)
    waiting.push({ one, told })
    await untilAll([one], 'its place', () => told.places.length > 0)
  }
  return waiting
}

/** From the death on, how long each was without a connection. */
async function returnAll(cluster: Cluster, all: readonly Listener[]): Promise<number[]> {
  const opens = new Map(all.map((one) => [one, one.opens]))
  const died = performance.now()
  cluster.nodes[1]?.child?.kill('SIGKILL')
  for (const one of all) one.breakWire()
  await untilAll(all, 'being back', (one) => one.isOpen && one.opens > (opens.get(one) ?? 0))
  return all.map(({ opened }) => opened - died)
}

/** Places that went up, or were not the order people came in. */
function wrongPlaces(lines: readonly { readonly told: { readonly places: readonly number[] } }[]) {
  const wrong = lines.map(({ told: { places } }, n) => {
    const rises = places.filter((place, index) => place > (places[index - 1] ?? Infinity)).length
    return rises + Number(places.at(-1) !== n)
  })
  return wrong.reduce((sum, some) => sum + some, 0)
}

export const storm: Bench = async ({ say }) => {
  await using cluster = await startCluster(2)
  const room = await cluster.newRoom()
  const school = { room, invite: cluster.inviteTo(room), origin: cluster.origin }
  const lead = await cluster.lead(room)
  await limitPlaces(lead, people)
  // A proxy's rule: a person's node, and after a failure the next one.
  const route: Route = (n, attempt) => cluster.urls[(n + attempt) % 2] ?? ''
  const { came, failures, seconds } = await joinAll(school, route)
  say(`${came.length} came in ${seconds.toFixed(1)} s`)
  const waiting = await comeLate(school, route)
  const all = [...came, ...waiting.map(({ one }) => one)]
  const seen = all.slice(0, 1).map(watch)
  const back = await returnAll(cluster, all)
  const inClass = came.map((one) => one.inClass - one.began)
  const figures = {
    failures,
    inClassP50Ms: percentile(inClass, 0.5),
    inClassP95Ms: percentile(inClass, 0.95),
    backP50Ms: percentile(back, 0.5),
    backP95Ms: percentile(back, 0.95),
    lost: all.length - back.length,
    // Staff need no place.
    tooManyInside: Math.max(0, ...seen.map(({ inside }) => inside - people - 1)),
    wrongPlaces: wrongPlaces(waiting),
  }
  lead.close()
  for (const { connection } of all) connection.close()
  return {
    figures: rounded(figures),
    pass:
      figures.failures + figures.lost + figures.tooManyInside + figures.wrongPlaces === 0 &&
      figures.inClassP95Ms <= targets.inClassMs &&
      figures.backP95Ms <= targets.backMs,
    limitedBy: 'two processors, shared by the nodes, PostgreSQL, Redis and the 2,000 clients',
  }
}
