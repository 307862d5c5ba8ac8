// The server process dies or is stopped in class: everybody is back by themselves, and nothing that was
// acknowledged is missing, doubled or in another order.
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { presence } from '../../shared/room/people.ts'
import type { Pupil } from '../wire/pupil.ts'
import { openSchool, type School } from '../wire/school.ts'
import { check } from './checker.ts'
import { intensity } from './intensity.ts'
import { startTalking, type Talkers } from './talkers.ts'

async function openClass(size: number, nodes: 1 | 2 = 1) {
  const school = await openSchool({ processes: true, nodes })
  const teacher = await school.join('instructor')
  const students = await Promise.all(
    Array.from({ length: size }, (_, n) => school.join('student', { node: n % nodes })),
  )
  return { school, pupils: [teacher, ...students] }
}

/** Everybody has all of the log. */
async function settled(school: School, pupils: readonly Pupil[]): Promise<void> {
  const top = (await school.readLog()).length
  await Promise.all(
    pupils.map((p) =>
      p.until('the whole log', ({ connection }) => connection.have.seq >= top, 60_000),
    ),
  )
  if ((await school.readLog()).length > top) await settled(school, pupils)
}

const isAnswered = (talkers: Talkers, more: number) => {
  const goal = talkers.answered + more
  return expect
    .poll(() => talkers.answered, { timeout: 60_000, interval: 20 })
    .toBeGreaterThan(goal)
}

it(
  'SIGKILL in class: after a restart the class is there, whole',
  { timeout: 300_000 },
  async () => {
    const { school, pupils } = await openClass(30)
    await using _ = school
    const talkers = startTalking(pupils)
    for (let round = 0; round < intensity(1, 5); round += 1) {
      await isAnswered(talkers, 200)
      school.node().child!.kill('SIGKILL')
      await once(school.node().child!, 'exit')
      await school.start(0)
      await Promise.all(pupils.map((p) => p.until('to be back', isOpen, 60_000)))
      await isAnswered(talkers, 200)
    }
    await talkers.finish()
    await settled(school, pupils)
    expect(check(await school.readLog(), talkers.recordings())).toEqual([])
    expect(talkers.answered).toBeGreaterThan(400)
  },
)

it(
  'SIGKILL of one of two nodes: its people go on with the other',
  { timeout: 300_000 },
  async () => {
    const { school, pupils } = await openClass(10, 2)
    await using _ = school
    const talkers = startTalking(pupils)
    await isAnswered(talkers, 100)
    school.node(1).child!.kill('SIGKILL')
    // What a proxy does: it sends them to a node that answers.
    for (const pupil of pupils) pupil.line.moveTo(school.urlOf(0))
    await Promise.all(pupils.map((p) => p.until('to be back', isOpen, 60_000)))
    await isAnswered(talkers, 100)
    await talkers.finish()
    await settled(school, pupils)
    expect(check(await school.readLog(), talkers.recordings())).toEqual([])
  },
)

it(
  'SIGKILL of a node: whoever does not come back is dropped by one fact',
  {
    timeout: 120_000,
  },
  async () => {
    const { school, pupils } = await openClass(4, 2)
    await using _ = school
    const [teacher, ...students] = pupils
    teacher!.line.moveTo(school.urlOf(1))
    teacher!.line.cut()
    await teacher!.until('to be away', (p) => !isOpen(p))
    await teacher!.untilOpen()
    teacher!.line.dontReturn()
    for (const pupil of students) pupil.line.dontReturn()
    school.node(1).child!.kill('SIGKILL')
    const stayed = students.filter((_, n) => n % 2 === 0)
    const told = ({ room }: Pupil) => room.class.unattendedSince !== null
    await Promise.all(stayed.map((p) => p.until('that staff is gone', told, 60_000)))
    const log = await school.readLog()
    const types = log.map(({ type }) => type)
    expect(types.filter((type) => type === 'people.nodeLost')).toHaveLength(1)
    expect(types).not.toContain('people.dropped')
    for (const pupil of stayed) {
      const here = pupil.room.people.count((person) => presence(person) === 'here')
      expect(here).toBe(stayed.length)
    }
  },
)

it(
  'SIGTERM: says that it drains, and ends by itself in ten seconds',
  { timeout: 120_000 },
  async () => {
    const { school, pupils } = await openClass(10)
    await using _ = school
    const talkers = startTalking(pupils)
    await isAnswered(talkers, 50)
    const { child } = school.node()
    const asked = performance.now()
    child!.kill('SIGTERM')
    const [code, signal] = (await once(child!, 'exit')) as [number | null, string | null]
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(performance.now() - asked).toBeLessThan(10_000)
    for (const { name, states } of pupils) {
      const why = states.flatMap((state) =>
        state.kind === 'reconnecting' ? [state.why?.code] : [],
      )
      expect(why, name).toContain('draining')
    }
    await school.start(0)
    await Promise.all(pupils.map((p) => p.until('to be back', isOpen, 60_000)))
    await talkers.finish()
    await settled(school, pupils)
    expect(check(await school.readLog(), talkers.recordings())).toEqual([])
  },
)

function isOpen({ connection }: Pupil): boolean {
  return connection.state.kind === 'open'
}
