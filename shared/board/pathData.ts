// The outlines that figures are made of: SVG path data of absolute M, L, Q, C and Z only, so that any matrix
// can be done to them by doing it to their points.
import { mapPoint, type Matrix } from './geometry.ts'
import type { Point } from './shape.ts'

/** Into how many straight pieces a curve is cut for measuring. */
const pieces = 8

/** Two places after the point: a hundredth of a unit is seen by nobody. */
export function short(value: number): number {
  return Math.round(value * 100) / 100
}

export function pair({ x, y }: Point): string {
  return `${written(x)} ${written(y)}`
}

const hundredths = Array.from({ length: 100 }, (_, part) =>
  String(part / 100).replace(/^0\.?/, part === 0 ? '' : '.'),
)

/** `short` as text, several times as fast: outlines of ink are thousands of numbers. */
function written(value: number): string {
  const all = Math.round(Math.abs(value) * 100)
  const whole = Math.trunc(all / 100)
  const text = `${whole}${hundredths[all - whole * 100] ?? ''}`
  return value < 0 && all > 0 ? `-${text}` : text
}

/** How far points of a line may lie from each other and from where the line would go without them. */
export interface Thinning {
  readonly near: number
  readonly off: number
}

/** Without points that a soft line does not need. */
export function thinned(points: readonly Point[], { near, off }: Thinning): Point[] {
  const kept: Point[] = []
  let last: Point | undefined
  points.forEach((point, at) => {
    const next = points[at + 1]
    if (last !== undefined && next !== undefined && !needed({ last, point, next }, near, off))
      return
    kept.push(point)
    last = point
  })
  return kept
}

interface Turn {
  readonly last: Point
  readonly point: Point
  readonly next: Point
}

/** A straight stretch keeps a point now and then, so that what follows does not round it off. */
const longest = 10

function needed({ last, point, next }: Turn, near: number, off: number): boolean {
  const dx = point.x - last.x
  const dy = point.y - last.y
  // `Math.hypot` is ten times as slow, and this is asked of every point of ink.
  const way = Math.sqrt(dx * dx + dy * dy)
  if (way < near) return false
  const [ex, ey] = [next.x - last.x, next.y - last.y]
  const beside = Math.abs(dx * ey - dy * ex) / Math.sqrt(ex * ex + ey * ey)
  return way > longest * near || !(beside < off)
}

export function polyline(points: readonly Point[], closed = false): string {
  return points.length === 0 ? '' : `M${points.map(pair).join('L')}${closed ? 'Z' : ''}`
}

/** A soft line through the middles between the points, as a hand means it. */
export function softLine(points: readonly Point[], closed = false): string {
  const [first, second, ...rest] = points
  if (first === undefined || second === undefined || rest.length === 0) return polyline(points)
  const parts = [closed ? `M${pair(between(first, second))}` : `M${pair(first)}`]
  for (let at = 1; at < points.length - 1; at += 1) {
    const [here, next] = [points[at] ?? first, points[at + 1] ?? first]
    parts.push(`Q${pair(here)} ${pair(between(here, next))}`)
  }
  const last = points.at(-1) ?? first
  if (!closed) return `${parts.join('')}L${pair(last)}`
  parts.push(`Q${pair(last)} ${pair(between(last, first))}`)
  return `${parts.join('')}Q${pair(first)} ${pair(between(first, second))}Z`
}

function between(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }
}

export interface PathStep {
  readonly command: 'M' | 'L' | 'Q' | 'C' | 'Z'
  readonly points: readonly Point[]
}

const pointsOf = { M: 1, L: 1, Q: 2, C: 3, Z: 0 } as const

/** Numbers are parted by one space, as they are written here. */
export function stepsOf(data: string): PathStep[] {
  const steps: PathStep[] = []
  let at = 0
  while (at < data.length) {
    const command = data.charAt(at)
    let end = at + 1
    while (end < data.length && data.charCodeAt(end) < firstLetter) end += 1
    if (isCommand(command))
      steps.push({ command, points: pointsIn(data.slice(at + 1, end), command) })
    at = end
  }
  return steps
}

/** `A`: all commands are letters, and nothing in a number of ours is. */
const firstLetter = 65

function isCommand(letter: string): letter is PathStep['command'] {
  return letter in pointsOf
}

function pointsIn(numbers: string, command: PathStep['command']): Point[] {
  const values = numbers.split(' ')
  const points: Point[] = []
  for (let at = 0; at < pointsOf[command]; at += 1) {
    points.push({ x: Number(values[2 * at] ?? 0), y: Number(values[2 * at + 1] ?? 0) })
  }
  return points
}

export function mapPath(matrix: Matrix, data: string): string {
  const mapped = stepsOf(data).map(
    ({ command, points }) =>
      command + points.map((point) => pair(mapPoint(matrix, point))).join(' '),
  )
  return mapped.join('')
}

export interface Line {
  readonly points: readonly Point[]
  readonly closed: boolean
}

/** The path as straight lines, near enough to measure by. */
export function straightened(data: string): Line[] {
  const lines: { points: Point[]; closed: boolean }[] = []
  for (const { command, points } of stepsOf(data)) {
    const line = lines.at(-1)
    if (command === 'M') lines.push({ points: [...points], closed: false })
    else if (line === undefined) continue
    else if (command === 'Z') line.closed = true
    else line.points.push(...along(line.points.at(-1), points))
  }
  return lines
}

function along(from: Point | undefined, points: readonly Point[]): Point[] {
  if (from === undefined || points.length < 2) return [...points]
  const handles = [from, ...points]
  return Array.from({ length: pieces }, (_, at) => onCurve(handles, (at + 1) / pieces))
}

/** De Casteljau. */
function onCurve(handles: readonly Point[], part: number): Point {
  let points = handles
  while (points.length > 1) {
    points = points.slice(1).map((to, at) => {
      const from = points[at] ?? to
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    })
  }
  return points[0] ?? { x: 0, y: 0 }
}
