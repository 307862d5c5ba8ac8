import { beforeEach, expect, it } from 'vitest'
import { LyceumError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { Envoys, type EnvoyMessage } from './envoys.ts'

let now = 0
beforeEach(() => {
  now = 0
})

interface Told {
  readonly node: string
  readonly name: string
}

/** Servers that hear each other at once; each hears some nodes and misses the rest. */
function aCluster(hearing: Readonly<Record<string, readonly string[]>>, nodes: readonly string[]) {
  const all = new Map<string, { envoys: Envoys; asked: string[]; told: Told[] }>()
  const sent: EnvoyMessage[] = []
  for (const [self, hears] of Object.entries(hearing)) {
    const asked: string[] = []
    const told: Told[] = []
    const envoys = new Envoys({
      self: () => self,
      now: () => now,
      hears: () => hears,
      misses: () => nodes.filter((node) => !hears.includes(node)),
      ask: (node, name) => {
        asked.push(`${node} ${name}`)
        if (node === 'broken') return Promise.reject(new LyceumError('full', 'No more.'))
        return Promise.resolve({})
      },
      heard: (node, name) => void told.push({ node, name }),
    })
    envoys.send = (message) => {
      sent.push(message)
      const text = JSON.stringify(message)
      for (const [name, other] of all) if (name !== self) other.envoys.hear(JSON.parse(text))
    }
    all.set(self, { envoys, asked, told })
  }
  for (const { envoys } of all.values()) envoys.tell()
  const at = (name: string) => {
    const found = all.get(name)
    if (found === undefined) throw new Error(`no server ${name}`)
    return found
  }
  return { at, sent }
}

const seat = { room: newId<'room'>(), participant: newId<'participant'>() }

it('asks through a server that hears the node, and gets its answer or its refusal', async () => {
  const { at } = aCluster({ a: [], b: ['x', 'broken'], c: ['x'] }, ['x', 'broken'])
  expect(await at('a').envoys.ask('x', 'leave', seat)).toEqual({})
  expect([at('b').asked, at('c').asked]).toEqual([['x leave'], []])
  const refused = at('a').envoys.ask('broken', 'leave', seat)
  await expect(refused).rejects.toMatchObject({ code: 'full', message: 'No more.' })
})

it('reaches nothing that no server hears, or heard long ago', async () => {
  const { at } = aCluster({ a: [], b: ['x'] }, ['x', 'y'])
  const { envoys } = at('a')
  expect([envoys.reaches('x'), envoys.reaches('y')]).toEqual([true, false])
  await expect(envoys.ask('y', 'ping', {})).rejects.toMatchObject({ code: 'unavailable' })
  now = 3_001
  expect(envoys.reaches('x')).toBe(false)
})

it('passes what a node tells once, to those who miss it', () => {
  const { at, sent } = aCluster({ a: [], b: ['x'], c: ['x'] }, ['x'])
  const died = { node: 'x', incarnation: newId<'incarnation'>(), rooms: [] }
  for (const server of ['b', 'c']) at(server).envoys.pass('x', 'workerDied', died)
  expect(at('a').told).toEqual([{ node: 'x', name: 'workerDied' }])
  expect(at('c').told).toEqual([])
  expect(sent.filter(({ kind }) => kind === 'event')).toHaveLength(1)
})

it('says nothing while all hear, and believes nothing that is no message', () => {
  const { at, sent } = aCluster({ a: ['x'], b: ['x'] }, ['x'])
  const died = { node: 'x', incarnation: newId<'incarnation'>(), rooms: [] }
  at('a').envoys.pass('x', 'workerDied', died)
  for (const wrong of [null, 'x', { kind: 'event' }, { kind: 'event', node: 'x', name: 'odd' }])
    at('b').envoys.hear(wrong)
  expect([at('b').told, sent.filter(({ kind }) => kind !== 'hearing')]).toEqual([[], []])
})
