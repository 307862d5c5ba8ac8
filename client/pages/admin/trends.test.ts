import { expect, test } from 'vitest'
import { spanMs, Trends, type Memory } from './trends.svelte.ts'

function memory(): Memory {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  }
}
const heard = (node: string, cpu: number) => ({ [node]: { cpu } })

test('keeps the last minutes of each node, of the figures it had', () => {
  const trends = new Trends(memory())
  trends.hear(1_000, heard('a', 0.1))
  trends.hear(4_000, heard('a', 0.2))
  expect(trends.of('a', 'cpu')).toEqual([
    { at: 1_000, value: 0.1 },
    { at: 4_000, value: 0.2 },
  ])
  expect(trends.of('a', 'people')).toEqual([])
  expect(trends.since).toBe(1_000)
  trends.hear(2_000 + spanMs, heard('b', 0.3))
  expect(trends.of('a', 'cpu')).toEqual([{ at: 4_000, value: 0.2 }])
  trends.hear(5_000 + spanMs, {})
  expect(trends.of('a', 'cpu')).toEqual([])
})

test('what was heard is there after a reload; what cannot be read is none', () => {
  const tab = memory()
  new Trends(tab).hear(1_000, heard('a', 0.1))
  expect(new Trends(tab).of('a', 'cpu')).toEqual([{ at: 1_000, value: 0.1 }])
  tab.setItem('lyceum.trends', 'nonsense')
  expect(new Trends(tab).of('a', 'cpu')).toEqual([])
})

test('goes on where nothing may be kept', () => {
  const refused = () => {
    throw new Error('refused')
  }
  const trends = new Trends({ getItem: refused, setItem: refused })
  trends.hear(1_000, heard('a', 0.1))
  expect(trends.of('a', 'cpu')).toHaveLength(1)
})
