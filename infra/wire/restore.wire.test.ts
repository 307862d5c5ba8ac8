// A backup that is restored under a running server: whoever is in class comes back by themselves and sees
// the restored history, and nothing that came after it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { backup, restore } from '../../server/backup/backup.ts'
import { openSchool } from './school.ts'

it('goes on from a restored backup while people are in class', async () => {
  await using school = await openSchool()
  await using folder = await temporary()
  const place = { database: school.place.database, blobs: null }
  const file = join(folder.path, 'backup.tar.gz')
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  const say = (text: string) => teacher.do('chat.say', { text, replyTo: null })
  await say('kept')
  await backup(place, file)
  await say('undone')
  await student.until('both', () => student.chat.includes('undone'))
  await restore(place, file, { replace: true })
  for (const who of [teacher, student]) {
    await who.until('the restored class', () => !who.chat.includes('undone'))
    expect(who.chat).toContain('kept')
  }
  await say('onwards')
  await student.until('what comes after', () => student.chat.includes('onwards'))
})

it('lets whoever came after the backup come anew, and nobody in who only waited', async () => {
  await using school = await openSchool()
  await using folder = await temporary()
  const place = { database: school.place.database, blobs: null }
  const file = join(folder.path, 'backup.tar.gz')
  const teacher = await school.join('instructor')
  const asking = { admission: 'ask', guestsWithInstructor: false, capacity: null } as const
  await teacher.do('lobby.set', asking)
  await teacher.say('for those inside')
  await backup(place, file)
  const waiting = await school.join('student')
  await restore(place, file, { replace: true })
  await waiting.until(
    'their stay anew',
    ({ states }) => states.filter(({ kind }) => kind === 'open').length > 1,
  )
  await teacher.until('them to wait again', ({ room }) => room.lobby.queue.size === 1)
  expect(waiting.connection.viewer?.kind).toBe('waiting')
  expect(JSON.stringify(waiting.heard)).not.toContain('for those inside')
  await teacher.do('lobby.admit', { participants: [waiting.participant] })
  await waiting.until('to be in', ({ connection }) => connection.viewer?.kind === 'member')
  await waiting.say('here again')
})

async function temporary(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'lyceum-restore-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
