import { expect, it } from 'vitest'
import type { Tool } from '../desk.ts'
import { sampleAt } from '../testing.ts'
import { WaitingTool } from './waiting.ts'

it('hands over once, in order, what was done while the tool was fetched', () => {
  const said: unknown[] = []
  const say =
    (word: string) =>
    (what?: unknown): boolean =>
      said.push([word, what]) > 0
  const tool: Tool = {
    cursor: 'crosshair',
    down: say('down'),
    move: say('move'),
    up: say('up'),
    cancel: say('cancel'),
    doubleClick: say('doubleClick'),
    key: say('key'),
  }
  const waiting = new WaitingTool('arrow', 'drag')
  const [from, to] = [sampleAt(0, 0), sampleAt(9, 9)]
  waiting.down(from)
  waiting.cancel()
  waiting.down(from)
  waiting.move([to])
  waiting.up(to)
  waiting.doubleClick(to)
  expect([waiting.key('enter'), waiting.key('escape')]).toEqual([true, false])
  expect(said).toEqual([])

  for (let times = 0; times < 2; times += 1) waiting.handOver(tool)
  expect(said).toEqual([
    ['down', from],
    ['cancel', undefined],
    ['down', from],
    ['move', [to]],
    ['up', to],
    ['doubleClick', to],
    ['key', 'enter'],
  ])
})

it('lets a tool that makes nothing find the page as it is then', () => {
  const waiting = new WaitingTool('eraser', 'none')
  waiting.down(sampleAt(0, 0))
  waiting.up(sampleAt(9, 9))
  expect(waiting.key('enter')).toBe(false)
  const broken = new Error('nothing is to be handed over')
  const never = () => {
    throw broken
  }
  expect(() => {
    waiting.handOver({ cursor: 'none', down: never, move: never, up: never, cancel: never })
  }).not.toThrow()
})
