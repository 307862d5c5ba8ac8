// The socket door and whoever comes with a key that does not fit.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { socketDial } from '../../client/connection/socket.ts'
import { Browser, testPassword } from '../../server/http/testing/site.ts'
import { newId, type RoomId } from '../../shared/ids.ts'
import { knock } from './knock.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

let school: School
let other: RoomId
beforeAll(async () => {
  school = await openSchool()
  other = await school.newClass()
})
afterAll(() => school[Symbol.asyncDispose]())

const origin = { invite: null, mark: null, member: false }
const seat = () => ({ participant: newId<'participant'>(), name: 'Ada', account: null, ...origin })
const sign = async (room: RoomId) => {
  const { tokens } = school.node().server!.door
  return (await tokens.sign({ ...seat(), room, role: 'student' })).token
}

interface Given {
  readonly token: unknown
  readonly room?: string
  readonly origin?: string | null
}

function come({ token, room = school.room, origin = school.place.publicUrl }: Given) {
  const auth = { token, session: newId(), device: 'desktop', have: null }
  const from = origin === null ? {} : { origin }
  return knock({ url: school.urlOf(0), query: { room }, ...from, auth })
}

const ignore = () => undefined

/** What a connection hears at its end that never asks for another token. */
function endOf(token: string, room: RoomId): Promise<unknown> {
  const { publicUrl: origin } = school.place
  return new Promise((resolve) => {
    const quiet = { welcome: ignore, frame: ignore, view: ignore, top: ignore, signal: ignore }
    const hello = { token, session: newId<'session'>(), device: 'desktop', have: null } as const
    const events = { ...quiet, goodbye: resolve, down: resolve }
    socketDial(school.urlOf(0), room, { origin })(hello, events)
  })
}

interface Forged {
  readonly key: KeyObject | string
  readonly kid?: string
  readonly algorithm?: jwt.Algorithm
  readonly changes?: object
}

/** A token as the school would sign it, but for what is given. */
async function forge({ key, kid, algorithm = 'ES256', changes = {} }: Forged): Promise<string> {
  const own = await school.node().server!.door.keys.current()
  const claims = jwt.decode(await sign(school.room), { json: true })!
  return jwt.sign({ ...claims, ...changes }, key, { algorithm, keyid: kid ?? own.kid })
}

const rightKey = async () => (await school.node().server!.door.keys.current()).privateKey
const shortToken = async (changes: object) => {
  const exp = Math.floor(Date.now() / 1000) + 5
  return forge({ key: await rightKey(), changes: { exp, ...changes } })
}
const invalid = { code: 'unauthenticated', reason: 'token-invalid' }

describe('a token', () => {
  it('that is right opens the door', async () => {
    expect(await come({ token: await sign(school.room) })).toBe('welcome')
    expect(await come({ token: await forge({ key: await rightKey() }) })).toBe('welcome')
  })

  it('for another class is refused, and so is a class that is not there', async () => {
    expect(await come({ token: await sign(other) })).toMatchObject({ code: 'wrongRoom' })
    const nowhere: RoomId = newId()
    expect(await come({ token: await sign(nowhere), room: nowhere })).toMatchObject({
      code: 'missing',
    })
  })

  it('that has expired says so', async () => {
    const exp = Math.floor(Date.now() / 1000) - 60
    const token = await forge({ key: await rightKey(), changes: { exp } })
    expect(await come({ token })).toMatchObject({
      code: 'unauthenticated',
      reason: 'token-expired',
    })
  })

  it('signed with a key that is not ours, or by another way, is refused', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { publicKey } = await school.node().server!.door.keys.current()
    const shown = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const hmac = jwt.sign(
      jwt.decode(await sign(school.room), { json: true })!,
      Buffer.from(shown).toString('base64'),
      { algorithm: 'HS256', keyid: (await school.node().server!.door.keys.current()).kid },
    )
    const tokens = [
      await forge({ key: privateKey }),
      await forge({ key: privateKey, kid: newId() }),
      await forge({ key: '', algorithm: 'none' }),
      hmac,
    ]
    for (const token of tokens) expect(await come({ token })).toMatchObject(invalid)
  })

  it('for another issuer or audience, or without what a token holds, is refused', async () => {
    const key = await rightKey()
    for (const changes of [
      { iss: 'https://elsewhere.example' },
      { aud: 'lyceum-board' },
      { role: 'owner' },
      { sub: 'somebody' },
      { room: undefined },
    ])
      expect(await come({ token: await forge({ key, changes }) })).toMatchObject(invalid)
  })

  it('that was tampered with is refused', async () => {
    const [head = '', payload = '', signature = ''] = (await sign(school.room)).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const better = Buffer.from(JSON.stringify({ ...claims, role: 'instructor' }))
    const tokens = [
      [head, better.toString('base64url'), signature],
      [head, payload, signature.slice(0, -4)],
      [head, payload],
      [head.slice(1), payload, signature],
    ]
    for (const parts of tokens)
      expect(await come({ token: parts.join('.') })).toMatchObject(invalid)
    for (const token of ['', '..', '%00', 'ü'.repeat(2_000)])
      expect(await come({ token })).toMatchObject(invalid)
    for (const token of [null, 7, {}, ['a'], 'x'.repeat(5_000)])
      expect(await come({ token })).toMatchObject({ code: 'invalid' })
  })
})

describe('the door', () => {
  it('lets in nobody from a foreign page', async () => {
    const token = await sign(school.room)
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1', null])
      expect(await come({ token, origin })).toBe('closed')
  })

  it('wants to know the class and a whole greeting', async () => {
    const token = await sign(school.room)
    expect(await come({ token, room: 'maths' })).toMatchObject({ code: 'invalid' })
    const auth = { token, session: newId(), device: 'toaster', have: null }
    const { publicUrl: origin } = school.place
    const greeting = { url: school.urlOf(0), query: { room: school.room }, origin }
    expect(await knock({ ...greeting, auth })).toMatchObject({ code: 'invalid' })
    expect(await knock({ ...greeting, auth: {} })).toMatchObject({ code: 'invalid' })
  })

  it('keeps a connection’s token fresh, in the role that the room gives', async () => {
    const teacher = await school.join('instructor')
    const student = await school.join('student')
    const { participant } = student
    await teacher.do('people.appoint', { participant, role: 'moderator' })
    const { token } = await student.ask('room.renew', {})
    expect(jwt.decode(token)).toMatchObject({ sub: participant, role: 'moderator' })
    expect(await come({ token })).toBe('welcome')
  })

  it('closes a connection whose token ends without a renewal', async () => {
    const { participant: sub } = await school.join('student')
    const again = { code: 'unauthenticated', reason: 'token-expired', retryAfter: 0 }
    expect(await endOf(await shortToken({ sub }), school.room)).toMatchObject(again)
  })
})

describe('a renewal', () => {
  /** An account that has its role in a class by the course alone. */
  async function helperOf(login: string) {
    const { owner } = school
    const browser = await school.account(login)
    const { course } = await owner.call('courses.create', { body: { title: login } })
    const params = { course: course.id }
    await owner.call('members.add', { params, body: { login, role: 'assistant' } })
    const { lesson } = await owner.call('lessons.create', { params, body: { title: 'One' } })
    const start = { params: { lesson: lesson.id }, body: {} }
    const { room } = (await owner.call('classes.startLesson', start)).class
    const { account } = await browser.call('auth.me', {})
    const like = { browser, name: login }
    const helper = await school.join('moderator', { room, like })
    return { helper, room, account: account!.id, course: params }
  }
  /** Refused, and sent away with the same words. */
  async function expectSentAway(pupil: Pupil, reason: string, room: RoomId): Promise<void> {
    const refused = { code: 'forbidden', reason }
    await expect(pupil.ask('room.renew', {})).rejects.toMatchObject({ refusal: refused })
    await pupil.until('the end', ({ connection }) => connection.state.kind === 'closed')
    expect(pupil.connection.state).toMatchObject({ reason: refused })
    const left = (await school.readLog(room)).filter(({ type }) => type === 'people.left')
    expect(left.map(({ body }) => body)).toEqual([{ participant: pupil.participant }])
  }

  it('is refused to whoever’s account was disabled', async () => {
    const { helper, room, account } = await helperOf('mia')
    await helper.ask('room.renew', {})
    await school.owner.call('accounts.update', { params: { account }, body: { disabled: true } })
    await expectSentAway(helper, 'disabled', room)
  })

  it('is not waited for where an account was disabled: whoever has it goes within seconds', async () => {
    const { helper, account } = await helperOf('mel')
    await school.owner.call('accounts.update', { params: { account }, body: { disabled: true } })
    await helper.until('the end', ({ connection }) => connection.state.kind === 'closed')
    expect(helper.connection.state).toMatchObject({ reason: { reason: 'disabled' } })
  })

  it('is refused to whoever was a member and is none any more', async () => {
    const { helper, room, account, course } = await helperOf('max')
    await helper.ask('room.renew', {})
    await school.owner.call('members.remove', { params: { ...course, account } })
    await expectSentAway(helper, 'not-invited', room)
  })

  it('that is never asked for is refused all the same: whoever was removed goes, with all devices', async () => {
    const { helper, room, account, course } = await helperOf('moe')
    const { participant: sub } = helper
    const ending = endOf(await shortToken({ sub, room, account }), room)
    await school.owner.call('members.remove', { params: { ...course, account } })
    expect(await ending).toMatchObject({ code: 'forbidden', reason: 'not-invited' })
    await helper.until('the end', ({ connection }) => connection.state.kind === 'closed')
    const left = (await school.readLog(room)).filter(({ type }) => type === 'people.left')
    expect(left.map(({ body }) => body)).toEqual([{ participant: sub }])
  })

  it('is refused on a device that was signed out from elsewhere, and there alone', async () => {
    const { helper, room } = await helperOf('ben')
    const [password, next] = [testPassword, `another ${testPassword}`]
    await helper.browser.call('auth.changePassword', {
      body: { current: null, next: password },
    })
    const browser = new Browser(school.urlOf(0))
    await browser.call('auth.signIn', { body: { login: 'ben', password } })
    const there = await school.join('moderator', { room, like: { browser, name: 'ben' } })
    await helper.ask('room.renew', {})
    await browser.call('auth.changePassword', { body: { current: password, next } })
    const refused = { code: 'unauthenticated', reason: 'signed-out' }
    await expect(helper.ask('room.renew', {})).rejects.toMatchObject({ refusal: refused })
    await helper.until('the end', ({ connection }) => connection.state.kind !== 'open')
    const again = { params: { room }, body: { name: 'ben' } }
    expect(await helper.browser.try('join.enter', again)).toMatchObject({ status: 401 })
    await there.ask('room.renew', {})
    const left = (await school.readLog(room)).filter(({ type }) => type === 'people.left')
    expect(left).toEqual([])
  })

  it('is given to who came by a link that lets nobody new in: the seat stays theirs', async () => {
    const guest = await school.join('student')
    const params = { room: school.room }
    const { invites } = await school.owner.call('invites.list', { params })
    for (const { id: invite } of invites)
      await school.owner.call('invites.revoke', { params: { ...params, invite } })
    const { token } = await guest.ask('room.renew', {})
    expect(await come({ token })).toBe('welcome')
  })
})
