// `npm run bench -- failover`: three people in real browsers, a cluster of three sfus, and again and again
// the death of the one that carries their class: how long sound and picture stand still, and that the chat
// goes on meanwhile.
import { setTimeout as after } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { openCluster, type Cluster } from '../cluster/cluster.ts'
import { launch, openContext } from '../e2e/browser.ts'
import { sights } from '../e2e/media.ts'
import { joinBy } from '../e2e/moves.ts'
import { openOffice } from '../e2e/school.ts'
import { keepPeerConnections } from '../e2e/peerConnections.ts'
import { dataFolder, freePort } from '../system.ts'
import { conduct, type Conductor } from './board/classroom.ts'
import { watchFlow, type Change } from './failover/flow.ts'
import { percentile, rounded, type Bench } from './result.ts'

const losses = Number(process.env['LOSSES'] ?? 30)
const people = 3
const targets = { soundP95Ms: 3_000, videoP95Ms: 5_000 }
const patienceMs = 30_000
/** From a death to the next at least, in ms: media that is lost again within five is built with growing patience. */
const restMs = 6_000
const talkEveryMs = 250

/** Somebody who says something all the time: what became of it. */
class Talker {
  readonly waits: number[] = []
  failures = 0
  readonly #timer: NodeJS.Timeout

  constructor(conductor: Conductor) {
    let said = 0
    this.#timer = setInterval(() => {
      const began = performance.now()
      said += 1
      void conductor
        .command('chat.say', { text: `Number ${said}`, replyTo: null })
        .then((outcome) => {
          if (outcome.ok) this.waits.push(performance.now() - began)
          else this.failures += 1
        })
    }, talkEveryMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

const isWhole = ({ sound, picture }: Change) => sound >= people - 1 && picture >= people - 1

async function untilWhole(page: Page, since: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const last = await page.evaluate(() => globalThis.flows.at(-1))
    if (last !== undefined && isWhole(last) && Date.now() - since > restMs) return
    if (Date.now() > deadline) throw new Error(`not whole again: ${JSON.stringify(last)}`)
    await after(50)
  }
}

/** From the death to the moment from which all flowed again, in ms; null when nothing stood still. */
function gapOf(changes: readonly Change[], died: number, what: 'sound' | 'picture'): number | null {
  const later = changes.filter(({ at }) => at >= died)
  const lacking = later.findLastIndex((one) => one[what] < people - 1)
  if (lacking < 0) return null
  return (later[lacking + 1]?.at ?? Infinity) - died
}

async function lose(cluster: Cluster, conductor: Conductor, pages: readonly Page[]) {
  const [source] = conductor.room.sources.values()
  const name = source?.node
  const node = cluster.nodes.find((one) => one.name === name)
  const pid = node?.pid()
  if (node === undefined || pid === undefined || pid === null) throw new Error('no node to kill')
  const died = Date.now()
  process.kill(pid, 'SIGKILL')
  await Promise.all(pages.map((page) => untilWhole(page, died)))
  const flows = await Promise.all(pages.map((page) => page.evaluate(() => globalThis.flows)))
  await back(node.address)
  return {
    sounds: flows.flatMap((changes) => gapOf(changes, died, 'sound') ?? []),
    pictures: flows.flatMap((changes) => gapOf(changes, died, 'picture') ?? []),
  }
}

async function back(address: string): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const answer = await fetch(`http://${address}/health/ready`).catch(() => null)
    if (answer?.ok === true) return
    if (Date.now() > deadline) throw new Error(`${address} did not come back`)
    await after(100)
  }
}

export const failover: Bench = async ({ say }) => {
  await using close = new AsyncDisposableStack()
  const folder = close.use(await dataFolder())
  const port = await freePort()
  const env = { ...process.env, LYCEUM_DEMO: '0', BENCH_PROFILE: 'lifted' }
  const options = { servers: 2, sfus: 3, data: folder.path, port, env, say: () => undefined }
  const cluster = close.use(await openCluster(options))
  const office = await openOffice(cluster.url, String(cluster.ready['setupCode']))
  const room = await office.newClass()
  const conductor = close.adopt(await conduct(office, room), (one) => {
    one.close()
  })
  const pages: Page[] = []
  for (const [n, sight] of Object.values(sights).slice(0, people).entries()) {
    const browser = close.adopt(await launch(sight), (one) => one.close())
    const context = await openContext(browser)
    await context.addInitScript(keepPeerConnections)
    await context.addInitScript(watchFlow)
    const page = await context.newPage()
    await joinBy(
      page,
      await office.linkFor(room, n === 0 ? 'instructor' : 'student'),
      `Person ${n}`,
    )
    pages.push(page)
  }
  await Promise.all(pages.map((page) => untilWhole(page, 0)))
  const talker = close.adopt(new Talker(conductor), (one) => {
    one.stop()
  })
  const sounds: number[] = []
  const pictures: number[] = []
  for (let n = 0; n < losses; n += 1) {
    const lost = await lose(cluster, conductor, pages)
    sounds.push(...lost.sounds)
    pictures.push(...lost.pictures)
    say(`loss ${n + 1}: sound ${lost.sounds.join(', ')} ms, picture ${lost.pictures.join(', ')} ms`)
  }
  const figures = {
    soundP50Ms: percentile(sounds, 0.5),
    soundP95Ms: percentile(sounds, 0.95),
    videoP50Ms: percentile(pictures, 0.5),
    videoP95Ms: percentile(pictures, 0.95),
    chatMaxMs: Math.max(...talker.waits),
    chatFailures: talker.failures,
    losses,
  }
  return {
    figures: rounded(figures),
    pass:
      figures.soundP95Ms <= targets.soundP95Ms &&
      figures.videoP95Ms <= targets.videoP95Ms &&
      figures.chatFailures === 0,
    limitedBy: 'how soon a browser has new transports; three browsers encode on the same cores',
  }
}
