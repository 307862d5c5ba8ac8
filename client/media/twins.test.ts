import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { currentOf, isMoved, twinsOf, type Stream } from './twins.ts'

const [ada, ben] = [newId<'participant'>(), newId<'participant'>()]
const stream = (more: Partial<Stream> = {}): Stream => ({
  source: newId<'source'>(),
  participant: ada,
  kind: 'microphone',
  leaving: false,
  ...more,
})

test('what was there stays until the new flows, and the new is ready meanwhile', () => {
  const [before, after] = [stream(), stream()]
  expect(currentOf([before, after], () => false)).toEqual([before, after])
  expect(currentOf([before, after], (one) => one === before)).toEqual([before, after])
  expect(currentOf([before, after], () => true)).toEqual([after])
  expect(currentOf([before, after], (one) => one === after)).toEqual([after])
})

test('people and kinds have nothing to do with each other', () => {
  const all = [stream(), stream({ kind: 'camera' }), stream({ participant: ben })]
  expect(twinsOf(all)).toEqual(all.map((one) => [one]))
  const next = stream({ participant: ben })
  expect(twinsOf([...all, next])).toEqual([[all[0]], [all[1]], [all[2], next]])
})

test('who is moved has all when what flowed before flows by the new transports', () => {
  const voice = stream({ leaving: true })
  const same = stream({ source: voice.source })
  const silent = stream({ participant: ben, leaving: true })
  const all = twinsOf([voice, silent, same])
  expect(isMoved(all, (one) => one === voice)).toBe(false)
  expect(isMoved(all, (one) => one !== silent)).toBe(true)
  expect(isMoved(twinsOf([voice]), () => true)).toBe(false)
})
