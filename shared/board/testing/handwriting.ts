// Strokes shaped like a hand's writing, the same for the same seed: what benches and tests of ink measure
// with. A hand moves in overlapping impulses of lognormal speed, each along an arc (Plamondon's model);
// what comes of it is read 120 times a second with a stylus's noise, and stands in lines on a page.
import type { InkPoint } from '../shape.ts'

const perSecond = 120
/** Units between lines, and to the next stroke: some 800 strokes are on a screen of 1280 × 800. */
const lineHeight = 40
const advance = 32
/** Of the stylus, in units. */
const noise = 0.08

type Random = () => number

interface Impulse {
  readonly start: number
  /** Of the lognormal: when it peaks, and how wide it is. */
  readonly mean: number
  readonly spread: number
  readonly length: number
  readonly from: number
  readonly to: number
}

/** `count` strokes of about 60 points; `pressure` as from a stylus unless it is a mouse. */
export function handwriting(
  seed: number,
  count: number,
  device: 'stylus' | 'mouse' = 'stylus',
): InkPoint[][] {
  const random = randomFrom(seed)
  const perLine = Math.max(1, Math.round(Math.sqrt((count * lineHeight) / advance)))
  return Array.from({ length: count }, (_, index) => {
    const left = (index % perLine) * advance
    const top = Math.floor(index / perLine) * lineHeight
    return stroke(random, { x: left + 4 * random(), y: top + 4 * random() }, device)
  })
}

function stroke(random: Random, at: { x: number; y: number }, device: 'stylus' | 'mouse') {
  const count = Math.round(60 + 14 * normal(random))
  const points = Math.max(8, Math.min(140, count))
  const impulses = impulsesFor(random, points / perSecond)
  const hardness = 0.45 + 0.2 * random()
  const ink: InkPoint[] = []
  let { x, y } = at
  for (let index = 0; index < points; index += 1) {
    const time = index / perSecond
    for (const impulse of impulses) {
      const speed = speedAt(impulse, time)
      x += (Math.cos(speed.direction) * speed.size) / perSecond
      y += (Math.sin(speed.direction) * speed.size) / perSecond
    }
    ink.push(device === 'mouse' ? { x: Math.round(x), y: Math.round(y) } : read(index / points))
  }
  return ink

  function read(through: number): InkPoint {
    const swell = Math.min(1, through * 8, (1 - through) * 6)
    const wave = 0.1 * Math.sin(through * 9 + hardness * 20)
    const pressure = hardness * swell + wave * swell + 0.006 * normal(random)
    return {
      x: x + noise * normal(random),
      y: y + noise * normal(random),
      pressure: Math.max(0.02, Math.min(1, pressure)),
    }
  }
}

/** Up and down by turns, ten a second: down straight or, as in an `e`, by a loop to the left. */
function impulsesFor(random: Random, seconds: number): Impulse[] {
  const turns = Math.max(2, Math.round(seconds * 10))
  let height = 13 + 8 * random()
  return Array.from({ length: turns }, (_, turn) => {
    const down = turn % 2 === 1
    if (!down) height = 13 + 8 * random() + (random() < 0.2 ? 8 : 0)
    const [from, to] = down ? (random() < 0.6 ? loop : straight) : upwards
    return {
      start: (turn / turns) * seconds - 0.06 + 0.006 * normal(random),
      mean: -2.4 + 0.12 * normal(random),
      spread: 0.22 + 0.08 * random(),
      length: height,
      from: from + 0.2 * normal(random),
      to: to + 0.2 * normal(random),
    }
  })
}

const upwards = [-0.35, -1.45] as const
const loop = [-2.9, -4.85] as const
const straight = [1.75, 1.3] as const

function speedAt(impulse: Impulse, time: number): { size: number; direction: number } {
  const since = time - impulse.start
  if (since <= 0) return { size: 0, direction: 0 }
  const deviation = (Math.log(since) - impulse.mean) / impulse.spread
  const density = Math.exp(-0.5 * deviation ** 2) / (since * impulse.spread * 2.5066)
  const done = 1 / (1 + Math.exp(-1.702 * deviation))
  return {
    size: impulse.length * density,
    direction: impulse.from + (impulse.to - impulse.from) * done,
  }
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
