import { expect, it } from 'vitest'
import { newId } from '../../../../shared/ids.ts'
import type { RemotePerson, ToolName } from './contract.ts'
import type { Tool } from './desk.ts'
import { Hands, type Grip } from './hands.ts'
import { TestPage, testDesk, rect } from './testing.ts'
import type { Workshop } from './workshop.ts'

const olga: RemotePerson = { id: newId<'participant'>(), name: 'Olga' }

/** A mouse on a page where the cursor of Olga rests, over all of it. */
function aHand(toolName: ToolName, hover: string | null = null) {
  const host = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture: () => undefined,
    focus: () => undefined,
    style: {},
  })
  const page = new TestPage()
  const { desk, told } = testDesk(page)
  const live = { pointAt: () => undefined }
  const workshop = Object.assign(desk, { remote: { personAt: () => olga }, live })
  const said: string[] = []
  const say = (word: string) => () => void said.push(word)
  const tool: Tool = {
    cursor: 'default',
    hover: () => hover,
    down: say('down'),
    move: say('move'),
    up: say('up'),
    cancel: say('cancel'),
  }
  const nothing = () => undefined
  const grip = { tool, toolName, setTool: nothing, do: nothing, turnPen: nothing }
  const hands = new Hands(
    host as unknown as HTMLElement,
    workshop as unknown as Workshop,
    grip as unknown as Grip,
  )
  const pointer = (type: string, x: number, buttons = 1) => {
    const more = { clientX: x, clientY: 5, pointerId: 1, pointerType: 'mouse', button: 0, buttons }
    host.dispatchEvent(Object.assign(new Event(`pointer${type}`), more))
  }
  return { page, desk, hands, pointer, said, told }
}

it('follows whose cursor is clicked', () => {
  const { pointer, said, told } = aHand('select')
  for (const type of ['down', 'up']) pointer(type, 5)
  expect([said, told]).toEqual([['down', 'cancel'], [['met', olga]]])
})

it('leaves what lies below a cursor to a hand that moves on, even if it comes back', () => {
  const { pointer, said, told } = aHand('select')
  pointer('down', 5)
  for (const x of [60, 5]) pointer('move', x)
  pointer('up', 5)
  expect([said, told]).toEqual([['down', 'move', 'move', 'up'], []])
})

it('takes a handle, what is selected, or what it draws and rubs out, below a cursor', () => {
  for (const { pointer, told } of [aHand('select', 'ns-resize'), aHand('pen')]) {
    for (const type of ['down', 'up']) pointer(type, 5)
    expect(told).toEqual([])
  }
  const chosen = aHand('select', 'move')
  chosen.desk.selection.set([chosen.page.add(rect(0))])
  for (const type of ['down', 'up']) chosen.pointer(type, 5)
  const turned = aHand('select')
  for (const type of ['down', 'up']) turned.pointer(type, 5, 32)
  expect([chosen.told, turned.told]).toEqual([[], []])
})
