// A shared screen ends whenever it should: by the browser’s own bar, and by a class that went on while one chose.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Publications } from '../../media/publications.ts'
import { Screen } from './screen.svelte.ts'

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live'
  contentHint = ''

  stop(): void {
    this.readyState = 'ended'
  }

  /** As when the browser's bar is pressed. */
  end(): void {
    this.stop()
    this.dispatchEvent(new Event('ended'))
  }
}

let video: FakeTrack
let audio: FakeTrack
/** The browser's question, to be answered. */
let question: PromiseWithResolvers<unknown>

beforeEach(() => {
  video = new FakeTrack()
  audio = new FakeTrack()
  question = Promise.withResolvers()
  const getDisplayMedia = () => question.promise
  vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia } })
})
afterEach(() => vi.unstubAllGlobals())

const choose = (): void =>
  question.resolve({ getVideoTracks: () => [video], getAudioTracks: () => [audio] })

function open(publishing: (kind: string) => void = () => undefined) {
  const published = new Set<string>()
  const publications = {
    publish: (kind: string) => {
      published.add(kind)
      publishing(kind)
      return Promise.resolve()
    },
    withdraw: (kind: string) => void published.delete(kind),
    state: () => ({ kind: 'live' }),
  }
  const room = { live: true, can: () => true, fail: () => undefined }
  let told = 0
  const screen = new Screen(
    room as unknown as Room,
    publications as unknown as Publications,
    () => (told += 1),
  )
  return { screen, room, published, told: () => told }
}

test('it goes out with its sound, and ends with the browser’s own bar', async () => {
  const { screen, published, told } = open()
  choose()
  await screen.start()
  expect([screen.state.kind, [...published], told()]).toEqual(['on', ['screen', 'screenAudio'], 1])
  video.end()
  expect([screen.state.kind, published.size, audio.readyState]).toEqual(['off', 0, 'ended'])
})

test('stopped while its picture was on the way, its sound does not follow', async () => {
  const { screen, published, told } = open((kind) => {
    if (kind === 'screen') video.end()
  })
  choose()
  await screen.start()
  expect([screen.state.kind, published.size, told()]).toEqual(['off', 0, 0])
})

test('what was chosen after one left, or may share no more, is stopped at once', async () => {
  const left = open()
  const leaving = left.screen.start()
  left.screen.stop()
  choose()
  await leaving
  expect([left.screen.state.kind, left.published.size]).toEqual(['off', 0])
  expect([video.readyState, audio.readyState]).toEqual(['ended', 'ended'])

  video = new FakeTrack()
  const over = open()
  const sharing = over.screen.start()
  over.room.live = false
  await sharing
  expect([over.screen.state.kind, over.published.size, video.readyState]).toEqual([
    'off',
    0,
    'ended',
  ])
})
