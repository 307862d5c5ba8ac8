// The checker of files on a history that is right, and on the same history with each kind of fault planted.
import { describe, expect, it } from 'vitest'
import { redact } from '../../shared/room/marks.ts'
import { testId } from '../../shared/room/testing/cast.ts'
import { Life } from '../../shared/room/testing/life.ts'
import type { LoggedFact } from '../wire/truth.ts'
import { checkFiles } from './fileChecker.ts'
import type { Download, Upload } from './recording.ts'

const [teacher, ada, bob, guest] = [1, 2, 3, 4].map((n) => testId<'participant'>(n))
const notes = { name: 'notes.txt', type: 'text/plain', size: 3, width: null, height: null }
const file = { id: testId<'file'>(701), ...notes }

const life = new Life()
life.join(1, { role: 'instructor' })
for (const n of [2, 3]) life.join(n)
life.join(4, { role: 'guest' })
life.do(teacher!, 'class.start', {})
life.do('system', 'files.receive', { participant: ada, file })
const files = [file.id]
life.do(ada!, 'chat.say', { text: 'one', replyTo: null, to: { kind: 'staff' }, files })
const log = life.facts.map((fact): LoggedFact => ({ ...fact, key: String(fact.seq) }))
const [received, said] = log.slice(-2) as [LoggedFact, LoggedFact]
const message = said.seq

const sent: Upload = { file, text: 'abc', message, gone: false }
const asked = (participant = ada!, more: Partial<Download> = {}): Download => ({
  viewer: { participant, kind: participant === teacher ? 'staff' : 'member' },
  ...{ file: file.id, message, given: 'abc', settled: true },
  ...more,
})

const judge = (uploads: Upload[], downloads: Download[], given = log) =>
  checkFiles(given, [{ name: 'Ada', uploads, downloads }]).join()

describe('the checker of files', () => {
  it('finds nothing wrong with what is right', () => {
    const refused = { given: null }
    const all = [asked(), asked(teacher), asked(bob, refused), asked(guest, refused)]
    expect(judge([sent], all)).toBe('')
    expect(judge([sent], [asked(ada, { ...refused, settled: false })])).toBe('')
    const deleted = log.with(-1, { ...redact(said), key: said.key })
    expect(judge([sent], [asked(ada, refused)], deleted)).toBe('')
  })

  it('sees that a file was given to who may not have it, or not to who may', () => {
    expect(judge([sent], [asked(bob)])).toMatch(/was given .+, which they may not have/)
    expect(judge([sent], [asked(bob, { settled: false })])).toMatch(/which they may not have/)
    expect(judge([sent], [asked(ada, { message: message - 1 })])).toMatch(/may not have/)
    expect(judge([sent], [asked(teacher, { given: null })])).toMatch(/was not given/)
    const deleted = log.with(-1, { ...redact(said), key: said.key })
    expect(judge([sent], [asked()], deleted)).toMatch(/which they may not have/)
  })

  it('sees that a file is another than was sent, or is not there', () => {
    expect(judge([sent], [asked(ada, { given: 'abd' })])).toMatch(/was given another/)
    expect(judge([sent], [asked(ada, { given: 'ab' })])).toMatch(/was given another/)
    expect(judge([sent], [], log.slice(0, -2))).toMatch(/was taken, and it is not there/)
    expect(judge([{ ...sent, message: null, gone: true }], [])).toMatch(/was told that it is gone/)
  })

  it('sees a file that is there twice, used twice, another’s, or by who may send none', () => {
    expect(judge([], [], [...log, received])).toMatch(/is doubled/)
    expect(judge([], [], [...log, { ...said, seq: message + 1 }])).toMatch(/as another message has/)
    expect(judge([], [], log.with(-1, { ...said, actor: bob! }))).toMatch(/its author never sent/)
    const strange = { ...received, body: { participant: guest, file } }
    expect(judge([], [], log.with(-2, strange))).toMatch(/is by somebody who may send none/)
  })
})
