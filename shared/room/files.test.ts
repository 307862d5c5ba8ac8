// Whose files become part of which message, who may send any, and how many there may be.
import { describe, expect, test } from 'vitest'
import { fileLimits } from '../contract/fileLimits.ts'
import type { FileId, ParticipantId } from '../ids.ts'
import { viewerOf } from './standing.ts'
import { decodeRoom, encodeRoom, projectRoom } from './state.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const id = (n: number) => testId<'participant'>(n)
const [teacher, ada, bob] = [id(1), id(2), id(3)] as const
const fileId = (n: number) => testId<'file'>(700 + n)

function begin(): Life {
  const life = new Life()
  life.join(1, { role: 'instructor' })
  life.join(2)
  life.join(3)
  life.join(4, { role: 'guest' })
  life.do(teacher, 'class.start', {})
  return life
}

const fileOf = (n: number, size = 10) => ({
  id: fileId(n),
  name: 'homework.jpg',
  type: 'image/jpeg',
  size,
  width: 4,
  height: 3,
})
const receive = (life: Life, participant: ParticipantId, file: number | [number, number]) => {
  const [n, size] = typeof file === 'number' ? [file] : file
  return life.do('system', 'files.receive', { participant, file: fileOf(n, size) })
}
const say = (life: Life, from: ParticipantId, files: FileId[]) =>
  life.do(from, 'chat.say', { text: '', replyTo: null, files })

describe('a file and its message', () => {
  test('go to the same people, and the message tells what it is', () => {
    const life = begin()
    expect(receive(life, ada, 1)).toEqual(['files.received'])
    expect(life.facts.at(-1)?.visibleTo).toEqual([])
    const input = { text: '', replyTo: null, files: [fileId(1)], to: { kind: 'staff' } }
    expect(life.do(ada, 'chat.say', input)).toEqual(['chat.said'])
    expect(life.facts.at(-1)).toMatchObject({
      visibleTo: ['staff', ada],
      body: { files: [fileOf(1)] },
    })
    const chat = projectRoom(life.state, viewerOf(life.state, bob)).chat
    expect(chat.threads.size + chat.messages.size).toBe(0)
  })

  test('a file is used once, by whoever sent it, while it waits', () => {
    const life = begin()
    receive(life, ada, 1)
    expect(say(life, bob, [fileId(1)])).toBe('missing file-gone')
    expect(say(life, ada, [fileId(1), fileId(1)])).toEqual(['chat.said'])
    expect(life.facts.at(-1)?.body).toMatchObject({ files: [fileOf(1)] })
    expect(say(life, ada, [fileId(1)])).toBe('missing file-gone')
    receive(life, ada, 2)
    life.now += fileLimits.waitsFor + 1
    expect(say(life, ada, [fileId(2)])).toBe('missing file-gone')
  })

  test('no message is empty', () => {
    expect(say(begin(), ada, [])).toBe('invalid empty')
  })

  test('deleting takes the files too, restoring brings them back', () => {
    const life = begin()
    receive(life, ada, 1)
    say(life, ada, [fileId(1)])
    const message = life.facts.length
    life.do(teacher, 'chat.delete', { message })
    expect(life.state.chat.messages.last()?.files).toEqual([])
    life.do(teacher, 'chat.restore', { message, deletion: message + 1 })
    expect(life.state.chat.messages.last()?.files).toEqual([fileOf(1)])
  })

  test('what waits is kept with the state and shown to nobody', () => {
    const life = begin()
    receive(life, ada, 1)
    const kept = decodeRoom(JSON.parse(JSON.stringify(encodeRoom(life.state))))
    expect(kept.files.sent.get(ada)?.waiting.toArray()).toMatchObject([fileOf(1)])
    for (const who of [teacher, ada])
      expect(projectRoom(life.state, viewerOf(life.state, who)).files.sent.size).toBe(0)
  })
})

describe('who may send files', () => {
  test('guests only with a grant, nobody while they are switched off, staff always', () => {
    const life = begin()
    expect(receive(life, id(4), 1)).toBe('forbidden files.send')
    life.do(teacher, 'people.grant', { participant: id(4), permissions: ['files.send'] })
    expect(receive(life, id(4), 1)).toEqual(['files.received'])
    receive(life, ada, 2)
    life.do(teacher, 'class.configure', { forbidden: ['files.send'] })
    expect(receive(life, ada, 3)).toBe('forbidden files.send')
    expect(say(life, ada, [fileId(2)])).toBe('forbidden files.send')
    expect(receive(life, teacher, 4)).toEqual(['files.received'])
  })

  test('nobody who may write to nobody, who was sent out, or who is not there', () => {
    const life = begin()
    const permissions = ['chat.send', 'chat.toStaff', 'chat.private', 'board.draw']
    const restrict = { participant: ada, permissions, on: false, reason: '' }
    expect(life.do(teacher, 'moderation.restrict', restrict)).toContain('moderation.acted')
    expect(receive(life, ada, 1)).toBe('forbidden chat.send')
    life.do(teacher, 'moderation.remove', { participant: bob, reason: '' })
    expect(receive(life, bob, 2)).toBe('forbidden files.send')
    expect(receive(life, id(99), 3)).toBe('forbidden files.send')
  })
})

describe('how much', () => {
  test('one person, and all of a class together', () => {
    const life = begin()
    receive(life, ada, [1, fileLimits.person])
    expect(receive(life, ada, 2)).toBe('conflict files-own')
    receive(life, bob, [3, fileLimits.room - fileLimits.person])
    expect(receive(life, teacher, 4)).toBe('conflict files-room')
  })

  test('the oldest of many that wait makes room', () => {
    const life = begin()
    for (let n = 0; n <= fileLimits.waiting; n += 1) receive(life, ada, n)
    expect(say(life, ada, [fileId(0)])).toBe('missing file-gone')
    expect(say(life, ada, [fileId(1)])).toEqual(['chat.said'])
  })
})
