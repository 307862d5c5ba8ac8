// The origin over real HTTP, fed by a stream that goes on only when the test says so.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, expect, test } from 'vitest'
import { breachesOf } from '../../infra/test/hls/rules.ts'
import { newId } from '../../shared/ids.ts'
import { Packaging } from '../packager/packaging.ts'
import { events } from '../testing/synthetic.ts'
import { Listings } from './listings.ts'
import { openOrigin } from './origin.ts'

const stack: (() => unknown)[] = []
afterEach(async () => {
  for (const close of stack.splice(0)) await close()
})

const course = {
  ...{ seconds: 20, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 0 },
}

async function open() {
  const packaging = new Packaging(() => 1_700_000_000_000)
  const stream = events(course)
  const renditions = new Map(Object.entries(packaging.renditions))
  const [room, other] = [newId<'room'>(), newId<'room'>()]
  const rooms = new Map([
    ['right', room],
    ['other', other],
  ])
  const state = { isInterrupted: false }
  const watched = {
    ...{ room, renditions, listings: new Listings(renditions) },
    get isInterrupted() {
      return state.isInterrupted
    },
    offered: () => Promise.resolve('#EXTM3U\n'),
  }
  const origin = openOrigin({
    find: (broadcast) => (broadcast === 'lecture' ? watched : undefined),
    passes: { roomOf: (token) => rooms.get(token) ?? null },
    failed: (error) => {
      throw error
    },
  })
  const server = createServer(express().use('/live', origin))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.push(() => new Promise((closed) => server.close(closed).closeAllConnections()))
  const { port } = server.address() as AddressInfo
  const last = () => packaging.renditions.video.last
  /** Until that part of the picture is there. */
  const goOn = (number: number, part: number): void => {
    const isThere = () => {
      const at = last()
      return at !== null && (at.number > number || (at.number === number && at.part >= part))
    }
    while (!isThere()) {
      const next = stream.next()
      if (next.done === true) throw new Error('the stream is over')
      packaging.take(next.value)
    }
  }
  const at = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}/live/node/${path}`, init)
  const get = (path: string, token = 'right') =>
    at(`lecture/${path}`, { headers: { Authorization: `Bearer ${token}` } })
  return { goOn, get, at, packaging, state }
}

/** Not yet answered, after all that was sent before has been. */
async function isWaiting(answer: Promise<Response>, get: (path: string) => Promise<Response>) {
  const other = get('video/head-0.mp4').then(() => 'other' as const)
  return (await Promise.race([answer, other])) === 'other'
}

test('a playlist is answered when what it is asked for is there', async () => {
  const { goOn, get } = await open()
  goOn(1, 1)
  const asked = get('video.m3u8?_HLS_msn=1&_HLS_part=2')
  expect(await isWaiting(asked, get)).toBe(true)
  goOn(1, 2)
  const answer = await asked
  const text = await answer.text()
  expect(breachesOf(text)).toEqual([])
  expect(text).toContain('URI="video/1.2.m4s"')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=60')
})

test('without a part, a whole segment is waited for', async () => {
  const { goOn, get } = await open()
  goOn(1, 4)
  const asked = get('video.m3u8?_HLS_msn=1')
  expect(await isWaiting(asked, get)).toBe(true)
  goOn(2, 0)
  expect(await (await asked).text()).toContain('\nvideo/1.m4s\n')
})

test('the part that is hinted at is given when it comes, and to all who wait', async () => {
  const { goOn, get, packaging } = await open()
  goOn(1, 1)
  const [first, ...others] = Array.from({ length: 20 }, () => get('video/1.2.m4s'))
  expect(await isWaiting(first ?? get(''), get)).toBe(true)
  goOn(1, 2)
  const expected = Buffer.from(packaging.renditions.video.part({ number: 1, part: 2 }) ?? [])
  expect(expected.length).toBeGreaterThan(100)
  for (const answer of await Promise.all([first, ...others])) {
    const bytes = Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect(bytes.equals(expected)).toBe(true)
  }
})

test('what never was is not found, and nothing that breaks the rules is waited for', async () => {
  const { goOn, get } = await open()
  goOn(1, 1)
  const status = async (path: string) => (await get(path)).status
  expect(await status('video/1.7.m4s')).toBe(404)
  expect(await status('video/9.m4s')).toBe(404)
  expect(await status('video/1.m4s')).toBe(404)
  expect(await status('video/head-3.mp4')).toBe(404)
  expect(await status('video/..%2f..%2fetc')).toBe(404)
  expect(await status('nothing.m3u8')).toBe(404)
  expect(await status('video.m3u8?_HLS_part=1')).toBe(400)
  expect(await status('video.m3u8?_HLS_msn=-1')).toBe(400)
  expect(await status('video.m3u8?_HLS_msn=1e9')).toBe(400)
  expect(await status('video.m3u8?_HLS_msn=99')).toBe(400)
})

test('whoever waits when the stream ends is told so', async () => {
  const { goOn, get, packaging } = await open()
  goOn(1, 1)
  const asked = get('video.m3u8?_HLS_msn=2&_HLS_part=3')
  expect(await isWaiting(asked, get)).toBe(true)
  packaging.end()
  expect(await (await asked).text()).toContain('#EXT-X-ENDLIST')
})

test('parts are kept by caches for ever, and say what they are', async () => {
  const { goOn, get } = await open()
  goOn(1, 1)
  const answer = await get('audio/0.m4s')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=86400')
  expect(answer.headers.get('content-type')).toBe('video/mp4')
})

test('without a token of the class nothing is given, and no cache keeps that', async () => {
  const { goOn, get, at } = await open()
  goOn(1, 1)
  for (const path of [
    'index.m3u8',
    'video.m3u8',
    'video/0.m4s',
    'video/0.0.m4s',
    'audio/head-0.mp4',
  ]) {
    const answers = [
      await at(`lecture/${path}`),
      await get(path, 'wrong'),
      await get(path, 'other'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403])
    for (const answer of answers) expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await get(path)).status).toBe(200)
  }
})

test('a token in the address opens all that playlists name', async () => {
  const { goOn, at } = await open()
  goOn(1, 1)
  const text = await (await at('lecture/t/right/video.m3u8')).text()
  const [, part = ''] = /URI="(video\/1\.0\.m4s)"/.exec(text) ?? []
  expect((await at(`lecture/t/right/${part}`)).status).toBe(200)
  expect((await at(`lecture/t/other/${part}`)).status).toBe(403)
  expect((await at(`lecture/t/${part}`)).status).toBe(401)
  expect((await at('nothing/t/right/index.m3u8')).status).toBe(404)
})

test('pages of other addresses may ask with a token, and read what comes', async () => {
  const { goOn, at, get } = await open()
  goOn(1, 1)
  const allowed = await at('lecture/video.m3u8', { method: 'OPTIONS' })
  expect(allowed.status).toBe(204)
  expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization')
  for (const answer of [allowed, await get('video.m3u8'), await get('video.m3u8', 'wrong')])
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect((await at('lecture/video.m3u8', { method: 'POST' })).status).toBe(405)
})

test('while nothing comes, players are kept with what there is', async () => {
  const { goOn, get, state } = await open()
  goOn(1, 1)
  const late = get('video.m3u8?_HLS_msn=3')
  expect((await late).status).toBe(503)
  state.isInterrupted = true
  const kept = await get('video.m3u8?_HLS_msn=3')
  expect(kept.status).toBe(200)
  expect(kept.headers.get('cache-control')).toBe('public, max-age=1')
  expect(breachesOf(await kept.text())).toEqual([])
})
