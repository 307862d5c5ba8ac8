// What is old is on a real disk, and watched from there; and a disk that takes nothing does not end what goes on.
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Listings } from '../origin/listings.ts'
import { openOrigin } from '../origin/origin.ts'
import { Packaging } from '../packager/packaging.ts'
import { Rendition } from '../packager/rendition.ts'
import { events } from '../testing/synthetic.ts'
import { Viewer } from '../testing/viewer.ts'
import { Folders } from './folders.ts'

const until = { timeout: 60_000, interval: 2 }
const course = {
  ...{ seconds: 200, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 0 },
}
const room = newId<'room'>()
const broadcast = newId<'broadcast'>()
let close: AsyncDisposableStack
let root: string
beforeEach(async () => {
  close = new AsyncDisposableStack()
  root = await mkdtemp(join(tmpdir(), 'lyceum-folders-'))
  close.defer(() => rm(root, { recursive: true, force: true }))
})
afterEach(() => close.disposeAsync())

async function open(folder: string) {
  const warnings: unknown[] = []
  const folders = new Folders(folder, { warn: (what: unknown) => warnings.push(what) })
  const kept = folders.of(broadcast)
  const packaging = new Packaging(
    () => 1_700_000_000_000,
    (name) => new Rendition(kept.shelf(name)),
  )
  const renditions = new Map(Object.entries(packaging.renditions))
  const watched = {
    ...{ room, renditions, listings: new Listings(renditions), isInterrupted: false },
    offered: () => Promise.resolve(null),
  }
  const origin = openOrigin({
    find: () => watched,
    passes: { roomOf: () => room },
    failed: () => undefined,
  })
  const server = createServer(express().use(origin)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  close.defer(async () => {
    server.close().closeAllConnections()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  const viewer = new Viewer(`http://127.0.0.1:${port}/node/${broadcast}/`, 'token')
  return { folders, kept, packaging, viewer, warnings }
}

/** Each segment when `isTaken` holds of the one before it. */
async function stream(packaging: Packaging, isTaken: (number: number) => Promise<unknown>) {
  let number = 0
  for (const event of events(course)) {
    packaging.take(event)
    const { last } = packaging.renditions.video
    if (last === null || last.number === number) continue
    await isTaken(number - 1)
    number = last.number
  }
}

const onDisk = async (number: number): Promise<void> => {
  if (number < 0) return
  const files = ['video', 'audio'].map((name) => join(root, broadcast, name, `${number}.m4s`))
  await vi.waitFor(() => Promise.all(files.map((file) => access(file))), until)
}
const atOnce = () => new Promise((next) => setImmediate(next))

test('all of it can be watched from its beginning, and little of it is in memory', async () => {
  const { packaging, viewer, kept, warnings } = await open(root)
  await stream(packaging, onDisk)
  const names = ['video', 'audio'] as const
  for (const name of names) {
    const whole = await viewer.look(name, '?from=start')
    expect(whole.segments[0]?.number).toBe(0)
    expect(whole.segments.length).toBeGreaterThanOrEqual(99)
    expect(whole.tags.get('#EXT-X-PLAYLIST-TYPE')).toBe('EVENT')
    expect((await viewer.look(name)).segments.length).toBeLessThanOrEqual(30)
    const inMemory = whole.segments.filter(({ number }) =>
      packaging.renditions[name].segment(number),
    )
    expect(inMemory.length).toBeLessThanOrEqual(40)
    const first = await viewer.get(whole.segments[0]?.uri ?? '')
    expect([first.status, first.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=86400',
    ])
    await viewer.fetchAll(whole.segments.filter(({ duration }) => duration !== null))
  }
  expect([viewer.breaches, warnings]).toEqual([[], []])
  await kept.remove()
  expect(await readdir(root)).toEqual([])
  expect((await viewer.get('audio/0.m4s')).status).toBe(404)
})

test('a disk that takes nothing makes the reach back shorter, and is told of once', async () => {
  const file = join(root, 'no folder')
  await writeFile(file, '')
  const { packaging, viewer, warnings } = await open(file)
  await stream(packaging, atOnce)
  for (const name of ['video', 'audio']) {
    const whole = await viewer.look(name, '?from=start')
    expect(whole.segments.length).toBeGreaterThanOrEqual(30)
    expect(whole.segments.length).toBeLessThanOrEqual(42)
    expect(whole.segments.at(-1)?.number).toBeGreaterThanOrEqual(98)
    expect(whole.tags.has('#EXT-X-PLAYLIST-TYPE')).toBe(false)
    await viewer.look(name)
    await viewer.fetchAll(whole.segments.filter(({ duration }) => duration !== null))
  }
  expect(viewer.breaches).toEqual([])
  expect(warnings).toHaveLength(1)
})

test('what an earlier run left is removed, and nothing else', async () => {
  await mkdir(join(root, newId<'broadcast'>(), 'video'), { recursive: true })
  await writeFile(join(root, 'notes.txt'), 'not ours')
  const { folders } = await open(root)
  await folders.clear()
  await vi.waitFor(async () => expect(await readdir(root)).toEqual(['notes.txt']), until)
})
