import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { zipped } from './zip.ts'

const parts = [
  { name: 'Wellen 1.svg', bytes: new TextEncoder().encode('<svg/>') },
  { name: 'Übung 2.png', bytes: Uint8Array.from({ length: 70_000 }, (_, n) => n % 251) },
]

it('holds every file as it was, with its sum', async () => {
  const bytes = Buffer.from(await zipped(parts).arrayBuffer())
  const end = bytes.length - 22
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50)
  expect(bytes.readUInt16LE(end + 10)).toBe(parts.length)
  let entry = bytes.readUInt32LE(end + 16)
  for (const part of parts) {
    expect(bytes.readUInt32LE(entry)).toBe(0x02014b50)
    expect(bytes.readUInt32LE(entry + 16)).toBe(crc32(part.bytes))
    const [length, named] = [bytes.readUInt32LE(entry + 24), bytes.readUInt16LE(entry + 28)]
    expect(bytes.toString('utf8', entry + 46, entry + 46 + named)).toBe(part.name)
    const at = bytes.readUInt32LE(entry + 42)
    const content = at + 30 + bytes.readUInt16LE(at + 26)
    expect(bytes.readUInt32LE(at)).toBe(0x04034b50)
    expect(bytes.subarray(content, content + length).equals(part.bytes)).toBe(true)
    entry += 46 + named
  }
  expect(entry).toBe(end)
})

it('is opened by another program, where there is one', async ({ skip }) => {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-zip-'))
  const file = join(folder, 'board.zip')
  await writeFile(file, Buffer.from(await zipped(parts).arrayBuffer()))
  const program =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))'
  const read = await promisify(execFile)('python3', ['-c', program, file]).catch(() => null)
  await rm(folder, { recursive: true })
  if (read === null) skip()
  else expect(read.stdout.trim()).toBe('None 2')
})
