import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { LyceumError } from '../../../../shared/errors.ts'
import { readBoardFile } from '../../../../shared/board/boardFile.ts'
import { TakeAlong, type BoardSource } from './takeAlong.svelte.ts'

const source: BoardSource = {
  title: 'Waves',
  ports: { picture: async () => null, slidePng: async () => null, file: async () => null },
  page: async () => ({ objects: [], background: { kind: 'plain' } }),
  pages: async () => [await source.page()],
  ownPages: async () => [{ objects: [], background: { kind: 'grid' } }],
}

it('saves what was made under the board’s name, one at a time', async () => {
  const saved: [string, Blob][] = []
  const desk = new TakeAlong((blob, name) => saved.push([name, blob]))
  const pdf = desk.take('pdf', 'all', source)
  expect(desk.pending).toBe('pdf')
  await desk.take('svg', 'page', source)
  await pdf
  expect(desk).toMatchObject({ pending: null, outcome: 'saved' })
  await desk.take('svg', 'page', source)
  await desk.take('file', 'page', source)
  expect(saved.map(([name]) => name)).toEqual(['Waves.pdf', 'Waves.svg', 'Waves.lyceumboard'])
  expect(await saved[0]?.[1].text()).toMatch(/^%PDF/)
  expect(await saved[1]?.[1].text()).toMatch(/^<svg/)
  expect(readBoardFile((await saved[2]?.[1].text()) ?? '')).toHaveProperty('board')
})

it('makes one file of the pictures of several pages', async () => {
  const saved: [string, Blob][] = []
  const desk = new TakeAlong((blob, name) => saved.push([name, blob]))
  const two = { ...source, pages: async () => [await source.page(), await source.page()] }
  await desk.take('svg', 'all', two)
  await desk.take('svg', 'all', source)
  expect(saved.map(([name]) => name)).toEqual(['Waves SVG.zip', 'Waves.svg'])
  const parts = unzipSync(new Uint8Array((await saved[0]?.[1].arrayBuffer()) ?? []))
  expect(Object.keys(parts)).toEqual(['Waves 1.svg', 'Waves 2.svg'])
  expect(strFromU8(parts['Waves 2.svg'] ?? new Uint8Array())).toMatch(/^<svg/)
})

it('keeps the whole board as a template, or says why not', async () => {
  const kept: [string, Blob][] = []
  const desk = new TakeAlong(
    () => undefined,
    async (title, file) => void kept.push([title, file]),
  )
  await desk.keep(source)
  expect(desk).toMatchObject({ pending: null, outcome: 'kept', refused: null })
  expect(kept.map(([title]) => title)).toEqual(['Waves'])
  expect(readBoardFile((await kept[0]?.[1].text()) ?? '')).toHaveProperty('board')
  const guest = new TakeAlong(
    () => undefined,
    () => Promise.reject(new LyceumError('unauthenticated')),
  )
  await guest.keep(source)
  expect(guest).toMatchObject({ pending: null, outcome: null })
  expect(guest.refused).toMatch(/guest/)
  await guest.take('svg', 'page', source)
  expect(guest).toMatchObject({ outcome: 'saved', refused: null })
})

it('says when something could not be made', async () => {
  const desk = new TakeAlong(() => undefined)
  const broken = { ...source, pages: () => Promise.reject(new Error('gone')) }
  await desk.take('pdf', 'all', broken)
  expect(desk).toMatchObject({ pending: null, outcome: 'failed' })
})
