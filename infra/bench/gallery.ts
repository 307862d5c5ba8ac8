// `npm run bench -- gallery`: a class of 49 tiles on one laptop: what a real browser spends on 48 pictures that move,
// beside eight and beside none, and whether it shows all of them.
import { setTimeout as after } from 'node:timers/promises'
import { openSchool } from '../e2e/school.ts'
import { framesPerSecond } from '../peers/film.ts'
import { until } from './drain/stage.ts'
import { Faces } from './gallery/faces.ts'
import { Laptop, type Seen } from './gallery/laptop.ts'
import { percentile, rounded, type Bench } from './result.ts'

/** With the one who looks. */
const tiles = { many: 49, few: 9 }
const talkers = 4
/** Until nobody sends more than is looked at, in ms. */
const settleMs = 8_000
const measureMs = 20_000
/** A picture that moves less often stands still. */
const frozen = 1
/** Shares of a core; and of what comes, what is shown. */
const targets = { cores: 1.5, shown: 0.9, height: 180 }

const median = (numbers: readonly number[]): number => percentile(numbers, 0.5)
const percents = (share: number) => `${Math.round(share * 100)} %`

function told({ spent, decoded, shown, heights, kilobits, voices }: Seen): string {
  const { all, page, drawing, services } = spent
  const shares = `page ${percents(page)}, drawing ${percents(drawing)}, services ${percents(services)}`
  const frames = `${median(decoded).toFixed(1)} frames/s decoded, ${median(shown).toFixed(1)} shown`
  return [
    `${percents(all)} of a core (${shares})`,
    `${decoded.length} pictures of ${Math.max(0, ...heights)} lines at most, ${Math.round(kilobits)} kbit/s`,
    decoded.length === 0 ? 'none moves' : frames,
    `${voices.length} voices`,
  ].join('; ')
}

export const gallery: Bench = async ({ say }) => {
  await using close = new AsyncDisposableStack()
  const school = close.use(await openSchool({ SFU_WORKERS: '1' }))
  const room = await school.newClass()
  const laptop = close.use(await Laptop.open(await school.linkFor(room, 'instructor')))
  const faces = close.use(await Faces.seat(school, room, tiles.many - 1))
  await faces.speak(talkers)

  const look = async (what: string, count: number): Promise<Seen> => {
    await faces.show(count - 1)
    await until(`${count} tiles`, async () => (await laptop.tiles()) === count)
    // Of large tiles the other layer is looked at.
    if (count > tiles.few) await until('the low layer is enough', () => faces.layer === 0)
    await after(settleMs)
    const seen = await laptop.look(measureMs)
    say(`${what}: ${told(seen)}`)
    return seen
  }
  const few = await look(`${tiles.few} tiles`, tiles.few)
  const many = await look(`${tiles.many} tiles`, tiles.many)
  await laptop.choose('Sound only')
  const none = await look('sound only', tiles.many)

  const moving = many.decoded.filter((fps) => fps >= frozen)
  const figures = {
    tiles: tiles.many,
    alive: moving.length + 1,
    frozen: many.decoded.length - moving.length,
    cores: many.spent.all,
    coresPage: many.spent.page,
    coresDrawing: many.spent.drawing,
    coresServices: many.spent.services,
    coresFew: few.spent.all,
    coresSoundOnly: none.spent.all,
    decodedMedian: median(many.decoded),
    decodedMin: Math.min(...many.decoded),
    shownMedian: median(many.shown),
    shownMin: Math.min(...many.shown),
    sentPerSecond: framesPerSecond,
    kilobits: many.kilobits,
    height: Math.max(...many.heights),
    layer: faces.layer,
    voices: many.voices.filter(({ packetsPerSecond }) => packetsPerSecond > 1).length,
    madeUpMs: Math.max(...many.voices.map(({ madeUpMs }) => madeUpMs)),
  }
  return {
    figures: rounded(figures),
    pass:
      figures.alive === tiles.many &&
      figures.frozen === 0 &&
      figures.voices === talkers &&
      figures.height <= targets.height &&
      figures.shownMin >= figures.decodedMedian * targets.shown &&
      figures.cores <= targets.cores,
    limitedBy:
      'without a GPU the processor draws each frame; 48 peers, server and sfu share two processors with the browser',
  }
}
