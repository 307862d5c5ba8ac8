// The client writes out what the contract says, to leave its schemas out of the page; here they meet.
import { expect, test } from 'vitest'
import { hlsPath, mainPlaylist as contractPlaylist } from '../../../../shared/contract/recorder.ts'
import { folderOf, mainPlaylist, openFolder } from './addresses.ts'

test('playlists are where the contract says', () => {
  expect(folderOf('recorder 1', 'b')).toBe(hlsPath('recorder 1', 'b'))
  expect(mainPlaylist).toBe(contractPlaylist)
})

test('a token in the path stands before all that is listed there', () => {
  const folder = openFolder('/hls/one/b/', 'x.y')
  expect(new URL('video/1.m4s', `https://school.example${folder}${mainPlaylist}`).pathname).toBe(
    '/hls/one/b/t/x.y/video/1.m4s',
  )
})
