// Two nodes, one PostgreSQL, one Redis, wires of ours between them and a class of all roles doing
// everything: whatever breaks, nothing acknowledged is lost, doubled or reordered, and in the end
// everybody shows what the log tells them.
import { describe, expect, it } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import type { Pupil } from '../wire/pupil.ts'
import type { School } from '../wire/school.ts'
import { startActing } from './actors.ts'
import { check, type Recording } from './checker.ts'
import { clusterFaults, type Fault } from './clusterFaults.ts'
import { intensity, isLong } from './intensity.ts'
import { openWiredSchool } from './wires.ts'

const people = intensity(40, 200)
const everyMs = intensity(1_000, 3_000)
const patience = 120_000

function roleOf(n: number): Role {
  if (n === 0) return 'instructor'
  if (n < 4) return 'moderator'
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

/** Everybody is connected and has all of the log. */
async function settled(school: School, pupils: readonly Pupil[]): Promise<void> {
  const top = (await school.readLog()).at(-1)
  const has = ({ connection }: Pupil) =>
    connection.state.kind === 'open' && connection.have.seq >= (top?.seq ?? 0)
  await Promise.all(pupils.map((pupil) => pupil.until('the whole log', has, patience)))
  if ((await school.readLog()).at(-1)?.id !== top?.id) await settled(school, pupils)
}

/** What was told before history was taken back counts no more. */
function sinceReset(recording: Recording, known: ReadonlySet<string>): Recording {
  const reset = recording.heard.findLastIndex(({ kind }) => kind === 'reset')
  const sent = recording.sent.map((one) =>
    one.acknowledged?.every(({ id }) => known.has(id)) === false
      ? { ...one, acknowledged: null }
      : one,
  )
  return { ...recording, sent, heard: recording.heard.slice(Math.max(0, reset)) }
}

async function prove(fault: Fault): Promise<void> {
  const { clockShifts = [0, 0] } = fault
  const stage = await openWiredSchool({ clockShifts })
  const { school } = stage
  await using _ = school
  const pupils = await fill(school)
  const actors = startActing(pupils, everyMs)
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
  await settled(school, pupils)
  const log = await school.readLog()
  const known = new Set<string>(log.map(({ id }) => id))
  const told = actors.recordings()
  expect(check(log, fault.rewinds ? told.map((one) => sinceReset(one, known)) : told)).toEqual([])
}

describe('a class on two nodes goes on, whole, after', () => {
  for (const fault of clusterFaults.filter(({ short }) => short === true || isLong()))
    it(fault.name, { timeout: 300_000 }, () => prove(fault))
})
