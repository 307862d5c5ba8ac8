// Two nodes, one PostgreSQL, one Redis, wires of ours between them and a class of all roles doing
// everything: whatever breaks, nothing acknowledged is lost, doubled or reordered, and in the end
// everybody shows what the log tells them.
import { afterAll, describe, expect, it } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import type { Pupil } from '../wire/pupil.ts'
import type { School } from '../wire/school.ts'
import { readTop } from '../wire/truth.ts'
import { startActing } from './actors.ts'
import { featureOf } from './acts.ts'
import { check } from './checker.ts'
import { clusterFaults, type Fault } from './clusterFaults.ts'
import { intensity, isLong } from './intensity.ts'
import { kinds } from './kinds.ts'
import { sinceReset } from './recording.ts'
import { openWiredSchool, type WiredSchool } from './wires.ts'

const people = intensity(40, 200)
const everyMs = intensity(1_000, 3_000)
const patience = 120_000

function roleOf(n: number): Role {
  if (n === 0) return 'instructor'
  if (n < 3 || n % 20 === 1) return 'moderator'
  if (n % 20 === 4) return 'observer'
  return n % 3 === 0 ? 'guest' : 'student'
}

/** Ten at a time, half on each node; whoever cannot reach theirs goes to the other. */
async function fill(school: School): Promise<Pupil[]> {
  const pupils: Pupil[] = []
  const others = Array.from({ length: people }, (_, n) => n)
  while (others.length > 0) {
    const batch = others.splice(0, pupils.length === 0 ? 1 : 10)
    const come = batch.map(async (n) => {
      const pupil = await school.join(roleOf(n), { node: n % 2 })
      pupil.line.alsoTry([school.urlOf(1 - (n % 2))])
      return pupil
    })
    pupils.push(...(await Promise.all(come)))
  }
  return pupils
}

/** Through the door once more, with one's seat, at the one node or the other. */
async function comeAgain(school: School, before: Pupil, attempt: number): Promise<Pupil> {
  const node = attempt % 2
  const pupil = await school.enter(before.role, { like: before, node })
  pupil.line.alsoTry([school.urlOf(1 - node)])
  return pupil
}

/** Everybody is connected and has all of the log; looked at, since nobody is told of empty frames. */
async function settled({ db, room }: School, present: () => readonly Pupil[]): Promise<void> {
  const behind = async () => {
    const top = await readTop(db, room)
    return present()
      .filter(({ connection: { state, have } }) => state.kind !== 'open' || have.id !== top.id)
      .map(({ name, connection: { state, have } }) => ({ name, state, have, top }))
  }
  await expect.poll(behind, { timeout: patience, interval: 100 }).toEqual([])
}

/** The whole log, and what was recorded of all of it: a class's own clocks add to it even now. */
async function endOf(school: School, actors: ReturnType<typeof startActing>) {
  for (;;) {
    await settled(school, () => actors.present)
    const log = await school.readLog()
    const told = actors.recordings()
    if (told.every(({ over, have }) => over || have.seq === log.at(-1)?.seq)) return { log, told }
  }
}

/** Parts that live through one fault after the other, each with a new class: starting them takes longer. */
let shared: WiredSchool | null = null

async function stageFor({ clockShifts }: Fault): Promise<WiredSchool> {
  if (shared !== null && clockShifts === undefined) {
    await shared.school.nextClass()
    return shared
  }
  const stage = await openWiredSchool(clockShifts === undefined ? {} : { clockShifts })
  if (clockShifts === undefined) shared = stage
  return stage
}

async function leave(stage: WiredSchool): Promise<void> {
  if (shared === stage) shared = null
  await stage.school[Symbol.asyncDispose]()
}

/** Of what something was done. */
const done = new Set<string>()

/** Different people do different things after each fault. */
async function live(fault: Fault, stage: WiredSchool): Promise<void> {
  const { school } = stage
  const pupils = await fill(school)
  const actors = startActing(pupils, {
    everyMs,
    seed: clusterFaults.indexOf(fault) * people,
    comeAgain: (before, attempt) => comeAgain(school, before, attempt),
  })
  const more = (count: number) => {
    const goal = actors.answered + count
    return expect
      .poll(() => actors.answered, { timeout: patience, interval: 50 })
      .toBeGreaterThan(goal)
  }
  await more(people)
  await fault.run(stage)
  await more(people)
  await actors.finish()
  await settled(school, () => actors.present)
  await actors.fetchShared()
  expect(actors.lost).toEqual([])
  // Something that everybody is told, also who waits: else some learn only after 4 s of silence how far it went.
  await pupils[0]?.do('class.configure', { note: 'That was all.' })
  const { log, told } = await endOf(school, actors)
  const known = new Set<string>(log.map(({ id }) => id))
  expect(check(log, fault.rewinds ? told.map((one) => sinceReset(one, known)) : told)).toEqual([])
  for (const { type } of log) done.add(featureOf(type))
}

async function prove(fault: Fault): Promise<void> {
  const stage = await stageFor(fault)
  try {
    await live(fault, stage)
  } catch (error) {
    await leave(stage)
    throw error
  }
  if (stage !== shared) await leave(stage)
}

afterAll(async () => {
  if (shared !== null) await leave(shared)
})

describe('a class on two nodes goes on, whole, after', () => {
  for (const fault of clusterFaults.filter(({ short }) => short === true || isLong()))
    it(fault.name, { timeout: 300_000 }, () => prove(fault))

  it.runIf(isLong())('everything was done at least once', () => {
    expect(kinds.map(({ feature }) => feature).filter((one) => !done.has(one))).toEqual([])
  })
})
