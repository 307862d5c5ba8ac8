import { expect, test } from 'vitest'
import { rungsOf } from './rungs.ts'

test.each([
  [3840, 2160, ['1080p', '720p', '480p', '360p']],
  [1920, 1080, ['720p', '480p', '360p']],
  [1280, 720, ['480p', '360p']],
  [720, 1280, ['480p', '360p']],
  [854, 480, ['360p']],
  [640, 360, []],
  [320, 180, []],
])('of %i × %i there are %j', (width, height, names) => {
  expect(rungsOf({ width, height }).map(({ name }) => name)).toEqual(names)
})
