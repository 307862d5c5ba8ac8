// Table × doors: every command, request and signal of the contract, by every role, over a socket: allowed
// or forbidden exactly as the table of permissions says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { switchable } from '../../shared/contract/class.ts'
import type { CommandName, RequestName, SignalName } from '../../shared/contract/index.ts'
import type { Answer } from '../../shared/contract/room.ts'
import { can, rolePermissions, roles, type Permission, type Role } from '../../shared/roles.ts'
import { commandExamples, requestExamples, signalExamples, tables, type Scene } from './examples.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

let school: School
beforeAll(async () => {
  school = await openSchool({ sfu: true })
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

function strike({ actor, other }: Scene): void {
  for (const pupil of [actor, other]) pupil.close()
}

type Door = (actor: Pupil, input: object) => Promise<Answer>

async function expectLaw(
  role: Role,
  access: Access,
  { example, door }: { example: (typeof commandExamples)[CommandName]; door: Door },
): Promise<void> {
  const scene = await stage(role, example.phase)
  const answer = await door(scene.actor, await example.input(scene))
  const unable = example.unable?.[role]
  if (!allows(role, access))
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  else if (unable !== undefined)
    expect(answer).toMatchObject({ ok: false, error: { code: unable } })
  else expect(answer).toMatchObject({ ok: true })
  strike(scene)
}

describe.each(Object.keys(tables.commands) as CommandName[])('the command %s', (name) => {
  const { permission } = tables.commands[name]
  it.each(roles)(
    `by %s is ${permission === 'system' ? 'forbidden' : 'as the table says'}`,
    (role) =>
      expectLaw(role, permission, {
        example: commandExamples[name],
        door: (actor, input) => actor.try(name, input as never),
      }),
  )
})

describe.each(Object.keys(tables.requests) as RequestName[])('the request %s', (name) => {
  it.each(roles)('by %s is as the table says', (role) =>
    expectLaw(role, tables.requests[name].permission, {
      example: requestExamples[name] as never,
      door: (actor, input) => actor.connection.request(name, input as never),
    }),
  )
})

describe.each(Object.keys(tables.signals) as SignalName[])('the signal %s', (name) => {
  it.each(roles)('by %s is passed on only if the table says so', async (role) => {
    const scene = await stage(role)
    const { actor, other } = scene
    const from = { name, data: signalExamples[name] }
    actor.connection.signal(name, signalExamples[name])
    // What is forbidden has no answer: a signal that surely comes later is the end of waiting for it.
    await actor.ask('room.renew', {})
    other.connection.signal('chat.typing', {})
    const seen = (pupil: Pupil) => pupil.signals.filter((signal) => signal.name === 'chat.typing')
    const mine = name === 'chat.typing' && allows(role, 'chat.send') ? 1 : 0
    await actor.until('the signals', (pupil) => seen(pupil).length > mine)
    const passed = actor.signals.some((signal) => JSON.stringify(signal) === JSON.stringify(from))
    const access = tables.signals[name].permission
    if (name === 'chat.typing') expect(seen(actor)).toHaveLength(mine + 1)
    else expect(passed).toBe(allows(role, access))
    strike(scene)
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
    const { actor } = await stage('instructor')
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
      const attempt = (pupil: Pupil) => pupil.try(name, input as never)
      expect(await attempt(student)).toMatchObject({
        error: { code: 'forbidden', reason: permission },
      })
      expect(await attempt(helper)).toMatchObject({ ok: true })
      const grant = { participant: student.participant, permissions: [permission] }
      await helper.do('people.grant', grant)
      expect(await attempt(student)).toMatchObject({ ok: true })
      await helper.do('people.ungrant', grant)
      expect(await attempt(student)).toMatchObject({ error: { code: 'forbidden' } })
      strike(scene)
    },
  )
})
