// Tens of thousands of wrong commands, requests, signals, greetings, frames, calls and bodies to a
// running server. Each gets a typed answer; afterwards it serves a class as before.
import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { facts as factSpecs } from '../../shared/contract/index.ts'
import { roles } from '../../shared/roles.ts'
import { joinMedia } from '../wire/examples.ts'
import { knock } from '../wire/knock.ts'
import { openSchool, type School } from '../wire/school.ts'
import { comparable, expectedRoom, readLog } from '../wire/truth.ts'
import { mutated } from './fuzz/mutations.ts'
import { openSocket, shoot, shots } from './fuzz/calls.ts'
import { storm, volleys } from './fuzz/frames.ts'
import { askStrangely, call, calls, strange } from './fuzz/http.ts'
import { intensity } from './intensity.ts'

const seed = intensity(20_261_122, Date.now() % 2 ** 31)
const classes = intensity(8, 60)
const shotsPerClass = 2_500

let school: School
let sizeBefore: number
beforeAll(async () => {
  console.info(`fuzz: seed ${seed}`)
  school = await openSchool({ processes: true, sfu: true })
  await teach()
  sizeBefore = await megabytes()
})
afterAll(() => school[Symbol.asyncDispose]())

async function megabytes(): Promise<number> {
  const status = await readFile(`/proc/${school.node().child!.pid!}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

/** A class as ever: everybody joins, says something, and sees what all said. */
async function teach(): Promise<void> {
  const room = await school.newClass()
  const pupils = [
    await school.join('instructor', { room }),
    await school.join('student', { room }),
    await school.join('guest', { room }),
  ]
  await Promise.all(pupils.map((pupil) => pupil.say(`${pupil.name} is here`)))
  await Promise.all(pupils.map((p) => p.until('all messages', ({ chat }) => chat.length === 3)))
  for (const pupil of pupils) {
    expect(pupil.chat).toEqual(pupils[0]!.chat)
    pupil.close()
  }
}

/** Everything the server may never do, whatever it is sent. */
async function expectSound(): Promise<void> {
  const errors = school.log.filter(({ level }) => level >= 50)
  expect(errors).toEqual([])
  const broken = school.troubles.filter(({ msg }) => /rejection|folding|listener/.test(msg ?? ''))
  expect(broken).toEqual([])
  expect(school.node().child!.exitCode).toBeNull()
  await teach()
}

async function fuzzClass(round: number): Promise<string[]> {
  const room = await school.newClass()
  const witness = await school.join('student', { room })
  const pupils = []
  const sockets: Socket[] = []
  for (const role of roles) {
    const pupil = await school.join(role, { room })
    pupils.push(pupil)
    const { token } = await pupil.ask('room.renew', {})
    const { publicUrl: origin } = school.place
    sockets.push(await openSocket({ url: school.urlOf(0), origin, room, token }))
  }
  const { send, receive } = await joinMedia(pupils[0]!)
  const ids = [room, ...pupils.flatMap(({ participant, session }) => [participant, session])]
  const target = { ids, transports: [send.id, receive.id] }
  const list = fc.sample(shots(target), { seed: seed + round, numRuns: shotsPerClass })
  const { wrong, done } = await shoot(sockets, list)
  // Otherwise it would only knock at the first check. Of 180 classes, 129 to 242 shots did something.
  expect(done).toBeGreaterThan(shotsPerClass / 40)
  const log = await readLog(school.db, room)
  for (const { type, body } of log)
    expect(factSpecs[type as keyof typeof factSpecs].body.safeParse(body).error).toBeUndefined()
  // The last facts may be for others alone; then their place comes after a silence, without a fact.
  const place = () => witness.connection.have.seq
  await expect.poll(place, { timeout: 60_000 }).toBeGreaterThanOrEqual(log.length)
  const { viewer } = witness.connection
  expect(comparable(witness.room)).toBe(comparable(expectedRoom(log, viewer!)))
  for (const socket of sockets) socket.disconnect()
  for (const pupil of [witness, ...pupils]) pupil.close()
  return wrong
}

it('answers every wrong command, request and signal', { timeout: 1_800_000 }, async () => {
  for (let round = 0; round < classes; round += 1) {
    const wrong = await fuzzClass(round)
    expect(wrong.slice(0, 12), `${wrong.length} complaints`).toEqual([])
  }
  await expectSound()
  // Facts, snapshots and compiled code of what was right need room; leaks of this size do not.
  expect((await megabytes()) - sizeBefore).toBeLessThan(250)
})

async function gun() {
  const pupil = await school.join('student')
  const { token } = await pupil.ask('room.renew', {})
  pupil.close()
  return { url: school.urlOf(0), origin: school.place.publicUrl, room: school.room, token }
}

it('survives frames that no client sends', { timeout: 900_000 }, async () => {
  const one = await gun()
  const list = fc.sample(volleys, { seed, numRuns: intensity(100, 3_000) })
  for (const [n, volley] of list.entries()) await storm(one, { volley, greeted: n % 2 === 0 })
  await expectSound()
})

it('refuses every wrong token and greeting', { timeout: 900_000 }, async () => {
  const { url, origin, room, token } = await gun()
  const right = { token, session: room, device: 'desktop', have: null }
  const greetings = fc.sample(mutated(fc.constant(right)), { seed, numRuns: intensity(100, 3_000) })
  const damaged = fc.sample(fc.tuple(fc.nat(token.length - 1), fc.string({ maxLength: 3 })), {
    seed,
    numRuns: intensity(100, 3_000),
  })
  for (const auth of greetings) {
    const heard = await knock({ url, origin, query: { room }, auth: auth as object })
    if (typeof heard !== 'string') expect(heard.code).not.toBe('internal')
  }
  for (const [at, text] of damaged) {
    const wrong = token.slice(0, at) + text + token.slice(at + 1)
    const heard = await knock({ url, origin, query: { room }, auth: { ...right, token: wrong } })
    if (wrong !== token) expect(heard).toMatchObject({ code: 'unauthenticated' })
  }
  await expectSound()
})

/**
 * Making thousands of calls takes seconds in which nothing is read, and the server closes connections that
 * are idle for five. A call would be written to one of those; two rounds of the loop hear of their end.
 */
async function hearWhatClosed(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

it('answers every wrong call of every route', { timeout: 900_000 }, async () => {
  const teacher = await school.account('fuzzy')
  const { account } = await teacher.call('auth.me', {})
  const nobody = await school.join('student')
  nobody.close()
  const ids = [school.room, account!.id, nobody.participant]
  const list = fc.sample(calls(ids), { seed, numRuns: intensity(800, 5_000) })
  await hearWhatClosed()
  const wrong: (string | null)[] = []
  const shares = [0, 1, 2, 3].map((share) => list.filter((_, n) => n % 4 === share))
  const browserOf = (n: number) => (n % 3 === 0 ? nobody.browser : teacher)
  const work = shares.map(async (share) => {
    for (const [n, one] of share.entries()) wrong.push(await call(browserOf(n), one))
  })
  await Promise.all(work)
  for (const one of strange) wrong.push(await askStrangely(nobody.browser, one))
  const told = wrong.filter((one) => one !== null)
  expect(told.slice(0, 12), `${told.length} complaints`).toEqual([])
  await expectSound()
})
