import { beforeAll, expect, test } from 'vitest'
import { fetchTexts } from '../../classroom/texts.ts'
import { tileNote, tileWords } from './tileWords.ts'

beforeAll(fetchTexts)

const fine = {
  kind: 'face',
  me: false,
  starved: false,
  weak: false,
  awaited: true,
  shown: 'now',
  restoring: false,
} as const

test('nothing is noted while the picture is there, or while none is meant to be', () => {
  expect(tileNote(fine)).toBeNull()
  expect(tileNote({ ...fine, awaited: false, shown: 'nothing' })).toBeNull()
})

test('whose connection is weak is said', () => {
  expect(tileNote({ ...fine, weak: true })).toBe('their connection is weak')
  expect(tileNote({ ...fine, weak: true, me: true })).toBe('your connection is weak')
  expect(tileNote({ ...fine, weak: true, starved: true })).toBe('paused: your connection is weak')
})

test('what is awaited is coming, or being restored where it was there before', () => {
  const awaited = { ...fine, shown: 'nothing' } as const
  expect(tileNote(awaited)).toBe('the picture is coming')
  expect(tileNote({ ...awaited, shown: 'before' })).toBe('the picture is being restored')
  const screen = { ...awaited, kind: 'screen' } as const
  expect(tileNote(screen)).toBe('the screen is coming')
  expect(tileNote({ ...screen, restoring: true })).toBe('the screen is being restored')
})

test('the words of a tile begin with the name and end with what is wrong', () => {
  const note = tileNote({ ...fine, weak: true })
  const tile = { title: 'Ada', shared: false, gone: false, speaks: true, hand: 2, note }
  expect(tileWords({ ...tile, silent: false })).toBe(
    'Ada, speaking, hand up, number 2, their connection is weak',
  )
})
