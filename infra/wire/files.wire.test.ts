// Files through the real doors, on two nodes: only whoever may send there sends, and only whoever sees the
// message has its file, by no other door, as long as the message stands.
import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { FileShown } from '../../shared/contract/files.ts'
import type { Problem } from '../../shared/contract/http/routes.ts'
import { Browser } from '../../server/http/testing/site.ts'
import { fetchFile, sendFile, type Attachment } from './attachments.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const photo = () =>
  sharp({ create: { width: 800, height: 600, channels: 3, background: 'olive' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Secretphone' } })
    .toBuffer()

async function sent(by: Pupil, what: Attachment) {
  const { file, ...rest } = await sendFile(by, what)
  if (file === undefined) throw new Error(JSON.stringify(rest))
  return file
}

async function say(by: Pupil, file: FileShown, to: object = { kind: 'all' }): Promise<number> {
  const input = { text: '', replyTo: null, to: to as never, files: [file.id] }
  return (await by.do('chat.say', input)).facts[0]?.seq ?? 0
}

interface Which {
  readonly file: FileShown
  readonly message: number
  readonly part?: string
}

const get = ({ room }: School, by: Browser, { file, ...rest }: Which) =>
  fetchFile(by, room, { file: file.id, ...rest })

const statuses = async (school: School, people: readonly { browser: Browser }[], which: Which) =>
  Promise.all(people.map(async ({ browser }) => (await get(school, browser, which)).status))

it('gives a file to whoever sees its message, on two nodes, as long as it stands', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const ada = await school.join('student')
  const bob = await school.join('student', { node: 1 })
  const observer = await school.join('observer', { node: 1 })
  const stranger = { browser: new Browser(school.urlOf(0)) }

  const file = await sent(ada, [await photo(), 'homework.jpg'])
  const early = { file, message: 1 }
  expect(await statuses(school, [ada, teacher], early)).toEqual([404, 404])
  const message = await say(ada, file)
  const all = [ada, teacher, bob, observer]
  expect(await statuses(school, all, { file, message })).toEqual([200, 200, 200, 200])
  expect(await statuses(school, [stranger], { file, message })).toEqual([401])

  const response = await get(school, bob.browser, { file, message })
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': 'attachment; filename=homework.jpg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=600',
    'content-length': String(file.size),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(bytes.toString('latin1')).not.toContain('Secretphone')
  const small = await get(school, bob.browser, { file, message, part: '/thumbnail' })
  expect(small.headers.get('content-type')).toBe('image/webp')
  expect(Buffer.from(await small.arrayBuffer()).toString('latin1')).toMatch(/^RIFF.{4}WEBP/s)

  const help = await sent(ada, ['my question', 'question.txt'])
  const desk = await say(ada, help, { kind: 'staff' })
  expect(await statuses(school, all, { file: help, message: desk })).toEqual([200, 200, 404, 404])
  // Another message that one sees opens nothing.
  expect(await statuses(school, [bob], { file: help, message })).toEqual([404])
  const pair = await sent(ada, ['between us', 'us.txt'])
  const alone = await say(ada, pair, { kind: 'person', participant: bob.participant })
  expect(await statuses(school, all, { file: pair, message: alone })).toEqual([200, 404, 200, 404])

  const { facts } = await teacher.do('chat.delete', { message })
  expect(await statuses(school, all, { file, message })).toEqual([404, 404, 404, 404])
  await teacher.do('chat.restore', { message, deletion: facts[0]?.seq ?? 0 })
  expect(await statuses(school, all, { file, message })).toEqual([200, 200, 200, 200])
  await ada.do('chat.delete', { message })
  expect(await statuses(school, all, { file, message })).toEqual([404, 404, 404, 404])

  // After class it is there for those who were; not for whoever was banned.
  await teacher.do('moderation.ban', {
    participant: bob.participant,
    reason: '',
    by: ['device'],
    until: null,
  })
  await teacher.do('class.end', {})
  const late = { file: help, message: desk }
  expect(await statuses(school, [ada, teacher, bob], late)).toEqual([200, 200, 403])
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
})

it('gives what was sent for boards to whoever is in the class, and nothing else', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { room } = school
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { node: 1 })
  const stranger = new Browser(school.urlOf(1))
  const drawn = await sendFile(teacher, [await photo(), 'map.jpg', 'board'])
  const said = await sent(teacher, [await photo(), 'secret.jpg'])
  const get = async (browser: Browser, id = '') =>
    (await browser.fetch(`/api/rooms/${room}/boards/files/${id}`)).status
  expect(await get(ada.browser, drawn.file?.id)).toBe(200)
  expect(await get(ada.browser, said.id)).toBe(404)
  expect(await get(stranger, drawn.file?.id)).toBe(401)
  const text = await sendFile(teacher, ['Hello', 'note.txt', 'board'])
  expect([text.status, text.reason]).toEqual([400, 'file-type'])
  const other = await school.newClass()
  const elsewhere = await school.join('student', { room: other })
  expect(await get(elsewhere.browser, drawn.file?.id)).not.toBe(200)
})

it('takes files only from whoever may send them, and of what is taken, and no more', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { room } = school
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { node: 1 })
  const bob = await school.join('student')
  const guest = await school.join('guest')
  const note: Attachment = ['Hello', 'note.txt']
  const refusal = async (by: Pupil, what = note) => {
    const { status, code, reason } = await sendFile(by, what)
    return [status, code, reason]
  }
  const refused = [403, 'forbidden', 'files.send']
  expect(await refusal(guest)).toEqual(refused)
  expect(await refusal(ada, ['<!doctype html><script>', 'photo.png'])).toEqual([
    400,
    'invalid',
    'file-type',
  ])
  const huge = Buffer.alloc(20 * 1024 * 1024 + 1, 'a')
  expect(await refusal(ada, [huge.toString(), 'huge.txt'])).toEqual([413, 'tooLarge', 'file-size'])

  // Somebody else's file cannot be said, nor one twice.
  const file = await sent(ada, note)
  const input = { text: 'mine', replyTo: null, files: [file.id] }
  expect(await bob.refusal('chat.say', input)).toMatchObject({ reason: 'file-gone' })
  await ada.do('chat.say', input)
  expect(await ada.refusal('chat.say', input)).toMatchObject({ reason: 'file-gone' })

  const participant = ada.participant
  const order = { participant, permissions: ['files.send' as const], reason: '' }
  await teacher.do('moderation.restrict', { ...order, on: false })
  expect(await refusal(ada)).toEqual(refused)
  await teacher.do('moderation.restrict', { ...order, on: true })
  expect((await sendFile(ada, note)).status).toBe(200)
  await teacher.do('class.configure', { forbidden: ['files.send'] })
  expect(await refusal(bob)).toEqual(refused)
  expect((await sendFile(teacher, note)).status).toBe(200)
  await teacher.do('class.configure', { forbidden: [] })

  // With a token from before, too.
  const token = await ada.connection.token()
  await teacher.do('moderation.ban', { participant, reason: '', by: ['device'], until: null })
  const late = await ada.browser.fetch(`/api/rooms/${room}/files?name=a.txt`, {
    method: 'POST',
    headers: { 'x-lyceum': '1', authorization: `Bearer ${token}` },
    body: 'Hello',
  })
  expect([late.status, ((await late.json()) as Problem).reason]).toEqual([403, 'files.send'])
  // None of what was refused is kept.
  const kept = await school.db.query<{ n: number }>('SELECT count(*)::int AS n FROM files')
  expect(kept.rows[0]?.n).toBe(3)
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
})
