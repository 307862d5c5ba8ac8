import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ParticipantId } from '../../../shared/ids.ts'
import { parseVolumes, Volumes } from './volumes.svelte.ts'

const [ann, bob] = ['ann', 'bob'] as ParticipantId[]
let stored: Map<string, string>

beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('everybody is as loud as they are, until one changes it', () => {
  const volumes = new Volumes()
  volumes.set(ann!, 0.4)
  expect([volumes.of(ann!), volumes.of(bob!)]).toEqual([0.4, 1])
})

test('it is kept on the device, and forgotten when it is as it was', () => {
  new Volumes().set(ann!, 0.4)
  const again = new Volumes()
  expect(again.of(ann!)).toBe(0.4)
  again.set(ann!, 1)
  expect(stored.get('lyceum.volumes')).toBe('[]')
})

test('of very many people the latest are remembered', () => {
  const volumes = new Volumes()
  for (let index = 0; index < 250; index += 1) volumes.set(`p${index}` as ParticipantId, 0.5)
  const kept = new Volumes()
  const all = Array.from({ length: 250 }, (_, index) => kept.of(`p${index}` as ParticipantId))
  expect(all).toEqual(all.map((_, index) => (index < 50 ? 1 : 0.5)))
})

test('anything odd in the memory counts as nothing', () => {
  for (const odd of ['', '{', '{}', 'null', '[1]', '[["ann",2]]', '[["ann","0.5"]]'])
    expect(parseVolumes(odd).size).toBe(0)
})
