// Table × doors: every command, request and signal of the contract, by every role, over a socket: allowed
// or forbidden exactly as the table of permissions says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { switchable } from '../../shared/contract/class.ts'
import type { CommandName, RequestName, SignalName } from '../../shared/contract/index.ts'
import { can, rolePermissions, roles, type Permission, type Role } from '../../shared/roles.ts'
import { commandExamples, requestExamples, signalExamples, tables } from './examples.ts'
import type { Pupil } from './pupil.ts'
import type { Scene } from './scene.ts'
import { openSchool, type School } from './school.ts'

let school: School
const standing = new Map<Role, Scene>()
beforeAll(async () => {
  school = await openSchool({ sfu: true })
  const { room } = school
  const other = await school.join('student', { name: 'The other' })
  for (const role of roles) {
    const actor = await school.join(role)
    standing.set(role, { school, room, actor, other })
  }
})
afterAll(() => school[Symbol.asyncDispose]())

type Access = Permission | 'system' | 'server'

function allows(role: Role, access: Access): boolean {
  if (access === 'system' || access === 'server') return false
  return can({ role, granted: [], denied: [] }, access, { forbidden: [] })
}

/** A class of its own, so that nobody's success is another's obstacle. */
async function stage(role: Role, phase: 'scheduled' | 'lobby' | 'live' = 'live'): Promise<Scene> {
  const room = await school.newClass(phase)
  // Somebody must be there to be asked, and a class keeps an instructor.
  const instructor = await school.join('instructor', { room })
  const actor = role === 'instructor' ? instructor : await school.join(role, { room })
  const other = await school.join('student', { room, name: 'The other' })
  if (phase === 'live') await other.do('hands.raise', {})
  return { school, room, actor, other }
}

/** One class for all that changes nothing. */
function inClass(role: Role): Scene {
  const scene = standing.get(role)
  if (scene === undefined) throw new Error(`nobody is ${role}`)
  return scene
}

describe.each(Object.keys(tables.commands) as CommandName[])('the command %s', (name) => {
  const { permission } = tables.commands[name]
  const { phase, before, input, unable } = commandExamples[name]
  const attempt = async (scene: Scene) => scene.actor.try(name, await input(scene))
  const may = roles.filter((role) => allows(role, permission))
  const mayNot = roles.filter((role) => !allows(role, permission))

  it.each(may)('works for %s', async (role) => {
    const scene = await stage(role, phase)
    await before?.(scene)
    const code = unable?.[role]
    const expected = code === undefined ? { ok: true } : { ok: false, error: { code } }
    expect(await attempt(scene)).toMatchObject(expected)
    for (const pupil of [scene.actor, scene.other]) pupil.close()
  })

  it.each(mayNot)('is forbidden for %s', async (role) => {
    const { seq } = inClass(role).actor.connection.have
    expect(await attempt(inClass(role))).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const since = (await school.readLog()).filter((fact) => fact.seq > seq)
    expect(since.filter(({ actor }) => actor === inClass(role).actor.participant)).toEqual([])
  })
})

describe.each(Object.keys(tables.requests) as RequestName[])('the request %s', (name) => {
  const { permission } = tables.requests[name]
  it.each(roles)('by %s is as the table says', async (role) => {
    const { input, unable } = requestExamples[name]
    const scene = inClass(role)
    const answer = await scene.actor.connection.request(name, await input(scene))
    const code = allows(role, permission) ? unable?.[role] : 'forbidden'
    expect(answer).toMatchObject(code === undefined ? { ok: true } : { ok: false, error: { code } })
  })
})

describe.each(Object.keys(tables.signals) as SignalName[])('the signal %s', (name) => {
  it.each(roles)('by %s is passed on only if the table says so', async (role) => {
    const { actor, other } = inClass(role)
    const before = other.signals.length
    actor.connection.signal(name, signalExamples[name])
    // What is forbidden has no answer; what the same person says afterwards comes after it.
    await actor.ask('room.renew', {})
    const answer = `after ${name} by ${role}`
    await inClass('student').actor.say(answer)
    await other.until('what comes after', ({ chat }) => chat.includes(answer))
    const from = { name, from: actor.participant, data: signalExamples[name] }
    const got = other.signals.slice(before).filter((one) => one.from === actor.participant)
    const { permission, to } = tables.signals[name]
    // What is gathered is told as the server's own.
    expect(got).toMatchObject(to !== 'nodes' && allows(role, permission) ? [from] : [])
  })
})

describe('the table', () => {
  const all = [...Object.values(tables.commands), ...Object.values(tables.requests)]
  it('forbids something to somebody for every permission but those that everybody has', () => {
    const used = new Set(all.map(({ permission }) => permission).filter((one) => one !== 'system'))
    const everybodys = [...used].filter((one) => roles.every((role) => allows(role, one)))
    expect(everybodys.sort()).toEqual(['class.see', 'people.list', 'people.self'])
    for (const permission of used) expect(rolePermissions.instructor).toContain(permission)
  })

  it('lets nobody in by a name that every object has', async () => {
    const { actor } = inClass('instructor')
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(await actor.try(name as never, {} as never)).toMatchObject({
        error: { code: 'unknown' },
      })
      expect(await actor.connection.request(name as never, {} as never)).toMatchObject({
        error: { code: 'unknown' },
      })
    }
  })
})

describe.each(switchable)('%s switched off', (permission) => {
  const names = (Object.keys(tables.commands) as CommandName[]).filter(
    (name) => tables.commands[name].permission === permission,
  )
  it.each(names)(
    'stops students, not staff, in %s; a grant to one opens it again',
    async (name) => {
      const scene = await stage('instructor')
      const { room, actor: teacher, other: student } = scene
      const helper = await school.join('moderator', { room })
      await teacher.do('class.configure', { forbidden: [permission] })
      const input = await commandExamples[name].input(scene)
      const attempt = (pupil: Pupil) => pupil.try(name, input)
      expect(await attempt(student)).toMatchObject({
        error: { code: 'forbidden', reason: permission },
      })
      expect(await attempt(helper)).toMatchObject({ ok: true })
      const grant = { participant: student.participant, permissions: [permission] }
      await helper.do('people.grant', grant)
      expect(await attempt(student)).toMatchObject({ ok: true })
      await helper.do('people.ungrant', grant)
      expect(await attempt(student)).toMatchObject({ error: { code: 'forbidden' } })
    },
  )
})
