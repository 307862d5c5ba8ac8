// `npm run bench -- poll`: 2,000 people of one class, on one server process, vote within three seconds while
// others chat: how long a vote and a message take to be acknowledged, and whether the tally is exact.
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout as after } from 'node:timers/promises'
import type { Link } from '../../client/connection/port.ts'
import type { Answer } from '../../shared/contract/room.ts'
import type { PollDefinition, PollTallyOf } from '../../shared/contract/polls.ts'
import type { RoomId } from '../../shared/ids.ts'
import { startCluster, type Cluster } from './logCluster.ts'
import { percentile, rounded, type Bench } from './result.ts'

const voters = 2_000
const withinMs = 3_000
const chatters = 4
/** Messages per second, all together. */
const chatPace = 5
/** People who come in at once. */
const comers = 40

const targets = { voteAckP95Ms: 300, chatP95Ms: 150 } as const

export const definition: PollDefinition = {
  kind: 'single',
  question: 'Which of these is prime?',
  options: ['21', '51', '91', '97'],
  min: 1,
  max: 1,
  scale: null,
  anonymous: true,
  changes: false,
  results: 'live',
  right: [3],
  seconds: null,
}

function accepted(what: string, answer: Answer): unknown {
  if (answer.ok) return answer.output
  throw new Error(`${what}: ${JSON.stringify(answer.error)}`)
}

/** How long it took, in ms. */
export async function command(link: Link, name: string, input: object): Promise<number> {
  const sent = performance.now()
  const answer = await new Promise<Answer>((done) => {
    link.command({ name, key: randomUUID(), input }, done)
  })
  accepted(name, answer)
  return performance.now() - sent
}

async function ask<Output>(link: Link, name: string): Promise<Output> {
  const answer = await new Promise<Answer>((done) => {
    link.request({ name, input: {} }, done)
  })
  return accepted(name, answer) as Output
}

interface Voter {
  readonly link: Link
  /** The poll, once they see it. */
  readonly poll: Promise<string>
}

async function come(cluster: Cluster, room: RoomId): Promise<Voter> {
  const seen = Promise.withResolvers<string>()
  const [url = ''] = cluster.urls
  const link = await cluster.connect(room, url, ({ facts }) => {
    const opened = facts.find(({ type }) => type === 'polls.opened')
    if (opened !== undefined) seen.resolve((opened.body as { poll: string }).poll)
  })
  return { link, poll: seen.promise }
}

async function seat(cluster: Cluster, room: RoomId): Promise<Voter[]> {
  const people: Voter[] = []
  while (people.length < voters) {
    const batch = Math.min(comers, voters - people.length)
    const coming = Array.from({ length: batch }, () => come(cluster, room))
    people.push(...(await Promise.all(coming)))
  }
  return people
}

/** Everybody votes at a moment of their own within the three seconds; the `n`th chooses `n % 4`. */
function voteAll(people: readonly Voter[]): Promise<number[]> {
  return Promise.all(
    people.map(async ({ link, poll }, n) => {
      const input = { poll: await poll, choices: [n % 4], text: null }
      await after(Math.random() * withinMs)
      return command(link, 'polls.vote', input)
    }),
  )
}

async function chat(people: readonly Voter[], stop: AbortSignal): Promise<number[]> {
  const waited: Promise<number>[] = []
  for (let n = 0; !stop.aborted; n += 1) {
    const voter = people[n % people.length]
    if (voter !== undefined)
      waited.push(command(voter.link, 'chat.say', { text: `Is it ${n}?`, replyTo: null }))
    await after(1_000 / chatPace)
  }
  return Promise.all(waited)
}

/** How far the tally is from what was voted, over all options. */
export async function tallyErrors(teacher: Link, cast: number): Promise<number> {
  const { tallies } = await ask<{ tallies: PollTallyOf[] }>(teacher, 'polls.tallies')
  const [tally] = tallies
  if (tally === undefined) throw new Error('there is no tally')
  const expected = [0, 1, 2, 3].map((option) => Math.floor((cast + 3 - option) / 4))
  const off = expected.map((count, option) => Math.abs(count - (tally.counts[option] ?? 0)))
  return off.reduce((sum, one) => sum + one, Math.abs(cast - tally.voters))
}

export const poll: Bench = async ({ say }) => {
  await using cluster = await startCluster(1)
  const room = await cluster.newRoom()
  const teacher = await cluster.lead(room)
  // In a class of this size one person writes every 15 s, unless staff want it otherwise.
  await command(teacher, 'moderation.slow', { seconds: null })
  const began = performance.now()
  const people = await seat(cluster, room)
  say(`${voters} people are in class after ${Math.round((performance.now() - began) / 1_000)} s`)
  try {
    // The wake of so many joins is not what is measured.
    await after(3_000)
    await command(teacher, 'polls.ask', { definition })
    await Promise.all(people.map((one) => one.poll))
    const done = new AbortController()
    const chatting = chat(people.slice(0, chatters), done.signal)
    const votes = await voteAll(people)
    done.abort()
    const messages = await chatting
    const voteAckP95Ms = percentile(votes, 0.95)
    const chatP95Ms = percentile(messages, 0.95)
    const errors = await tallyErrors(teacher, votes.length)
    return {
      figures: rounded({
        voteAckP95Ms,
        chatP95Ms,
        tallyErrors: errors,
        voteAckP50Ms: percentile(votes, 0.5),
        chatP50Ms: percentile(messages, 0.5),
        votes: votes.length,
        messages: messages.length,
      }),
      pass: voteAckP95Ms <= targets.voteAckP95Ms && chatP95Ms <= targets.chatP95Ms && errors === 0,
      limitedBy: `${availableParallelism()} processors, shared with PostgreSQL and the ${voters} clients`,
    }
  } finally {
    for (const { link } of [{ link: teacher }, ...people]) link.close()
  }
}
