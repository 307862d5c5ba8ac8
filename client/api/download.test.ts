import { expect, test } from 'vitest'
import { isLostDownload } from './download.ts'

test.each([
  'Failed to fetch dynamically imported module: https://school.example/assets/index-1.js',
  'error loading dynamically imported module: https://school.example/assets/index-1.js',
  'Importing a module script failed.',
])('a lost download in the words of each browser: %s', (words) => {
  expect(isLostDownload(new TypeError(words))).toBe(true)
})

test('what arrived and failed is no lost download', () => {
  expect(isLostDownload(new TypeError('RTCPeerConnection is not a constructor'))).toBe(false)
  expect(isLostDownload(new Error('device not supported'))).toBe(false)
  expect(isLostDownload('module')).toBe(false)
})
