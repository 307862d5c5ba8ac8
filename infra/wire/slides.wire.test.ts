// Slides through the real doors, on two nodes: who may send them, who has them, and what becomes of a
// presentation, with a program that stands for LibreOffice.
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Conversion } from '../../shared/contract/http/slides.ts'
import type { Problem } from '../../shared/contract/http/routes.ts'
import type { FileId } from '../../shared/ids.ts'
import type { Attachment } from './attachments.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const pdf = `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`

/** The start of an OpenDocument presentation: a zip whose first file says what it is. */
function presentation(): Buffer {
  const [name, type] = ['mimetype', 'application/vnd.oasis.opendocument.presentation']
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt32LE(type.length, 18)
  head.writeUInt32LE(type.length, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, Buffer.from(name + type)])
}

type Answer = { status: number; slides?: FileId; progress?: Conversion } & Partial<Problem>

async function put(by: Pupil, [bytes, name]: Attachment): Promise<Answer> {
  const token = await by.connection.token()
  const query = `name=${encodeURIComponent(name)}`
  const response = await by.browser.fetch(`/api/rooms/${by.line.room}/boards/slides?${query}`, {
    method: 'POST',
    headers: { 'x-lyceum': '1', authorization: `Bearer ${token}` },
    body: Buffer.from(bytes),
  })
  return { ...((await response.json()) as Answer), status: response.status }
}

const fetchPdf = ({ room }: School, { browser }: Pupil, progress: Conversion | undefined) => {
  if (progress?.state !== 'done') throw new Error(JSON.stringify(progress))
  return browser.fetch(`/api/rooms/${room}/boards/files/${progress.file.id}`)
}

it('takes a PDF from staff as it is, for whoever is inside', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { node: 1 })
  const { status, progress } = await put(teacher, [pdf, 'deck.pdf'])
  expect([status, progress?.state]).toEqual([200, 'done'])
  expect(await (await fetchPdf(school, ada, progress)).text()).toBe(pdf)
  expect(await put(ada, [pdf, 'deck.pdf'])).toMatchObject({ status: 403, reason: 'board.manage' })
  expect(await put(teacher, ['notes', 'notes.txt'])).toMatchObject({ reason: 'file-type' })
  expect(await put(teacher, [presentation(), 'deck.odp'])).toMatchObject({ reason: 'no-office' })
})

it('makes a PDF of a presentation, told on any node', async () => {
  await using school = await openSchool({ nodes: 2 })
  const [first, second] = [
    await school.join('instructor'),
    await school.join('instructor', { node: 1 }),
  ]
  const program = ['#!/bin/sh', 'while [ "$1" != "--outdir" ]; do shift; done', 'mkdir -p "$2"']
  const write = async (...lines: string[]) => {
    const path = join(school.place.folder, 'soffice')
    await writeFile(path, [...program, ...lines].join('\n'))
    await chmod(path, 0o755)
  }
  const become = async (id = '') => {
    for (;;) {
      const response = await second.browser.fetch(`/api/rooms/${school.room}/boards/slides/${id}`)
      const state = (await response.json()) as Conversion
      if (state.state === 'done' || state.state === 'failed') return state
    }
  }
  await write(`printf '%s' '${pdf}' > "$2/slides.pdf"`)
  const sent = await put(first, [presentation(), 'My deck.odp'])
  expect(sent).toMatchObject({ status: 200, progress: { state: 'waiting' } })
  const state = await become(sent.slides)
  expect(state).toMatchObject({ state: 'done', file: { name: 'My deck.pdf', size: pdf.length } })
  expect(await (await fetchPdf(school, second, state)).text()).toBe(pdf)

  await write('echo "not a PDF" > "$2/slides.pdf"')
  const bad = await put(first, [presentation(), 'bad.odp'])
  expect(await become(bad.slides)).toEqual({ state: 'failed', why: 'broken' })
})
