// Programs that stand for LibreOffice, run for real: what it is given, and what becomes of one that fails,
// hangs, or writes without end.
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cage, findOffice, officeAt } from './office.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyceum-office-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function program(...lines: string[]): Promise<string> {
  const path = join(folder, 'soffice')
  await writeFile(path, ['#!/bin/sh', ...lines].join('\n'))
  await chmod(path, 0o755)
  return path
}

/** Everything that it leaves behind is in a folder of its own. */
async function convert(path: string, limits = { time: 20_000, size: 100_000 }) {
  const own = await mkdtemp(join(folder, 'job-'))
  const file = join(own, 'slides.pptx')
  await writeFile(file, 'slides')
  return { made: await officeAt(path)(file, limits), own }
}

const outdir = 'while [ "$1" != "--outdir" ]; do shift; done; mkdir -p "$2"'

test('answers the PDF that it makes, with a profile that runs no macros', async () => {
  const { made, own } = await convert(
    await program('echo "$@" > "$HOME/arguments"', outdir, 'cp "$3" "$2/slides.pdf"'),
  )
  expect(made).toEqual({ pdf: join(own, 'made', 'slides.pdf') })
  expect(await readFile(join(own, 'arguments'), 'utf8')).toContain('--headless')
  const profile = await readFile(join(own, 'profile/user/registrymodifications.xcu'), 'utf8')
  expect(profile).toContain('DisableMacrosExecution')
})

test('says why there is none', async () => {
  expect((await convert(await program('exit 1'))).made).toEqual({ failed: 'broken' })
  expect((await convert(join(folder, 'nothing'))).made).toEqual({ failed: 'broken' })
  const hangs = await program('sleep 600 & wait')
  const hasty = { time: 300, size: 100_000 }
  expect((await convert(hangs, hasty)).made).toEqual({ failed: 'slow' })
  const endless = await program(outdir, 'yes > "$2/slides.pdf"')
  expect((await convert(endless)).made).toEqual({ failed: 'large' })
})

const installed = await findOffice(null)

/** A presentation of one page as flat XML, which LibreOffice reads as it reads the packed form. */
function presentation(text: string): string {
  const spaces = ['office', 'text', 'drawing', 'svg-compatible'].map((one) => {
    const prefix = { drawing: 'draw', 'svg-compatible': 'svg' }[one] ?? one
    return `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${one}:1.0"`
  })
  const type = 'application/vnd.oasis.opendocument.presentation'
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${spaces.join(' ')} office:version="1.2" office:mimetype="${type}">
    <office:body><office:presentation><draw:page draw:name="one">
      <draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm">
        <draw:text-box><text:p>${text}</text:p></draw:text-box>
      </draw:frame>
    </draw:page></office:presentation></office:body></office:document>`
}

test.runIf(installed !== null)('LibreOffice itself makes a PDF', { timeout: 90_000 }, async () => {
  const file = join(folder, 'slides.fodp')
  await writeFile(file, presentation('Halves and quarters'))
  const made = await officeAt(installed ?? '')(file, { time: 60_000, size: 1_000_000 })
  expect(made).toEqual({ pdf: join(folder, 'made', 'slides.pdf') })
  const pdf = await readFile(join(folder, 'made', 'slides.pdf'), 'latin1')
  expect(pdf).toMatch(/^%PDF-/)
})

const canCage = (await cage({ time: 1, size: 1 })).includes('--net')

test.runIf(canCage)('has no network', async () => {
  const { own } = await convert(await program('cat /proc/net/dev > "$HOME/devices"'))
  const devices = await readFile(join(own, 'devices'), 'utf8')
  expect(devices.split('\n').flatMap((line) => /^\s*(\w+):/.exec(line)?.[1] ?? [])).toEqual(['lo'])
})

test('is found where it is said to be, or nowhere', async () => {
  const path = await program('exit 0')
  expect(await findOffice(path)).toBe(path)
  expect(await findOffice(join(folder, 'elsewhere'))).toBeNull()
})
