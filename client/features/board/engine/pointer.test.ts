import { describe, expect, it } from 'vitest'
import { Camera } from './camera.ts'
import type { Foreseen, Sample } from './desk.ts'
import { Pointers, type PointerTarget } from './pointer.ts'

interface Finger {
  readonly id?: number
  readonly primary?: boolean
  readonly type?: 'mouse' | 'pen' | 'touch'
  readonly at?: readonly [number, number]
  readonly button?: number
  readonly buttons?: number
  readonly pressure?: number
  /** Of what touches, in CSS pixels. */
  readonly width?: number
  readonly timeStamp?: number
  readonly coalesced?: readonly Finger[]
  readonly predicted?: readonly Finger[]
}

function pointerEvent(type: string, finger: Finger): Event {
  const { id = 1, type: pointerType = 'mouse', at = [0, 0], button = 0, timeStamp } = finger
  const { buttons = 1, pressure = 0, width = 1, primary, coalesced, predicted } = finger
  const event = new Event(type, { cancelable: true })
  const [clientX, clientY] = at
  const said = { clientX, clientY, pointerId: id, pointerType, button, buttons, pressure }
  const inner = (all: readonly Finger[]) => () => all.map((one) => pointerEvent(type, one))
  Object.assign(event, said, {
    isPrimary: primary === true,
    width,
    height: width,
    shiftKey: false,
    altKey: false,
  })
  if (coalesced !== undefined) Object.assign(event, { getCoalescedEvents: inner(coalesced) })
  if (predicted !== undefined) Object.assign(event, { getPredictedEvents: inner(predicted) })
  if (timeStamp !== undefined) Object.defineProperty(event, 'timeStamp', { value: timeStamp })
  return event
}

/** A board under one's hands: what was said of them, in order. */
function aBoard() {
  const host = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture: () => undefined,
  })
  const said: string[] = []
  const moves: (readonly Sample[])[] = []
  const foreseen: Foreseen[] = []
  const say = (word: string) => () => void said.push(word)
  const camera = new Camera(() => undefined)
  const target: PointerTarget = {
    hover: say('hover'),
    down: say('down'),
    move: (samples) => {
      said.push('move')
      moves.push(samples)
    },
    foresee: (ahead) => void foreseen.push(ahead),
    up: say('up'),
    cancel: say('cancel'),
    doubleClick: say('twice'),
    left: say('left'),
    moved: say('moved'),
    grips: () => undefined,
    penSeen: () => {
      said.push('pen')
      pointers.fingersDraw = false
    },
    erasing: (on) => {
      if (on) said.push('erasing')
    },
  }
  const pointers = new Pointers(host as unknown as HTMLElement, camera, target)
  const tell = (type: string, finger: Finger) => {
    const event = pointerEvent(`pointer${type}`, finger)
    host.dispatchEvent(event)
    return event
  }
  return { host, said, moves, foreseen, camera, pointers, tell }
}

const pen = { id: 9, type: 'pen', pressure: 0.5 } as const
const finger = { id: 2, type: 'touch' } as const
const other = { id: 3, type: 'touch' } as const

describe('a finger', () => {
  it('draws, and takes back what it began when a second one comes to spread the board', () => {
    const { said, camera, tell } = aBoard()
    tell('down', { ...finger, at: [100, 100] })
    tell('move', { ...finger, at: [110, 100] })
    tell('down', { ...other, at: [210, 100] })
    expect(said).toEqual(['down', 'move', 'cancel'])
    tell('move', { ...other, at: [310, 100] })
    expect(camera.zoom).toBeCloseTo(2)
    tell('up', { ...finger, at: [110, 100] })
    tell('move', { ...other, at: [400, 300] })
    tell('up', { ...other, at: [400, 300] })
    expect(said).toEqual(['down', 'move', 'cancel', 'moved'])
    expect(camera.zoom).toBeCloseTo(2)
  })

  it('leaves nothing when the browser takes it away', () => {
    const { said, pointers, tell } = aBoard()
    tell('down', finger)
    tell('cancel', finger)
    expect(said).toEqual(['down', 'cancel'])
    expect(pointers.busy).toBe(false)
  })

  it('is not lost with the one before it, of which the browser never told the end', () => {
    const { host, said, pointers, tell } = aBoard()
    tell('down', finger)
    tell('down', other)
    tell('up', finger)
    expect(pointers.busy).toBe(true)
    tell('down', { ...finger, id: 7, primary: true })
    tell('up', { ...finger, id: 7 })
    expect(said).toEqual(['down', 'cancel', 'down', 'up'])
    tell('down', finger)
    const taken = Object.assign(new Event('lostpointercapture'), {
      pointerId: finger.id,
      pointerType: 'touch',
    })
    said.length = 0
    host.dispatchEvent(taken)
    expect(said).toEqual(['cancel'])
  })

  it('taps twice as fingers do: not on the very same spot', () => {
    const { said, tell } = aBoard()
    for (const at of [
      [50, 50],
      [62, 58],
    ] as const) {
      tell('down', { ...finger, at })
      tell('up', { ...finger, at })
    }
    expect(said).toContain('twice')
  })

  it('that rests long is no menu', () => {
    const { host } = aBoard()
    const menu = Object.assign(new Event('contextmenu', { cancelable: true }), {
      pointerType: 'touch',
    })
    host.dispatchEvent(menu)
    expect(menu.defaultPrevented).toBe(true)
  })
})

describe('a pen', () => {
  it('takes the board from fingers, which move it from then on', () => {
    const { said, camera, tell } = aBoard()
    tell('down', { ...finger, at: [10, 10] })
    tell('down', pen)
    expect(said).toEqual(['down', 'pen', 'cancel', 'down'])
    tell('up', pen)
    tell('leave', pen)
    said.length = 0
    tell('down', { ...finger, at: [10, 10] })
    tell('move', { ...finger, at: [30, 10] })
    tell('up', { ...finger, at: [30, 10] })
    expect(said).toEqual(['moved'])
    expect(camera.sight.x).toBeCloseTo(-20)
  })

  it('lets fingers draw beside it where somebody wants that', () => {
    const { said, pointers, tell } = aBoard()
    for (const type of ['down', 'up', 'leave']) tell(type, pen)
    pointers.fingersDraw = true
    for (const type of ['down', 'up', 'leave']) tell(type, pen)
    said.length = 0
    tell('down', finger)
    expect(said).toEqual(['down'])
  })

  it('leaves fingers what they may where one was used on a page before', () => {
    const { said, pointers, tell } = aBoard()
    pointers.penSeen = true
    for (const type of ['down', 'up', 'leave']) tell(type, pen)
    expect([said.includes('pen'), pointers.fingersDraw]).toEqual([false, true])
  })

  it('has a hand that rests on the board: it moves, points at and draws nothing', () => {
    const { said, camera, tell } = aBoard()
    tell('down', pen)
    tell('up', pen)
    tell('move', { ...pen, at: [5, 5], buttons: 0 })
    said.length = 0
    tell('down', { ...finger, at: [100, 100] })
    tell('move', { ...finger, at: [130, 100] })
    tell('down', { ...other, at: [200, 100] })
    tell('move', { ...other, at: [300, 100] })
    tell('down', { ...pen, at: [50, 50] })
    tell('move', { ...finger, at: [160, 100] })
    tell('leave', finger)
    tell('up', { ...pen, at: [50, 50] })
    tell('move', { ...other, at: [320, 100] })
    expect(said).toEqual(['down', 'up'])
    expect(camera.sight).toEqual({ x: 0, y: 0, zoom: 1 })
  })

  it('turned around rubs out', () => {
    const { said, tell } = aBoard()
    tell('down', { ...pen, button: 5, buttons: 32 })
    expect(said).toEqual(['pen', 'erasing', 'down'])
  })

  it('tells every place it went through with its pressure, and where it will be', () => {
    const { moves, foreseen, tell } = aBoard()
    tell('down', pen)
    tell('move', {
      ...pen,
      at: [9, 0],
      coalesced: [
        { ...pen, at: [3, 0], pressure: 0.2 },
        { ...pen, at: [9, 0], pressure: 0.4 },
      ],
      predicted: [
        { ...pen, at: [12, 1], timeStamp: 108 },
        { ...pen, at: [15, 2], timeStamp: 116 },
      ],
    })
    expect(moves[0]?.map(({ at }) => at)).toEqual([
      { x: 3, y: 0, pressure: 0.2 },
      { x: 9, y: 0, pressure: 0.4 },
    ])
    const ahead = [
      { x: 12, y: 1, pressure: 0.5 },
      { x: 15, y: 2, pressure: 0.5 },
    ]
    expect(foreseen).toEqual([{ points: ahead, until: 116 }])
  })

  it('draws in a browser that tells neither', () => {
    const { moves, foreseen, tell } = aBoard()
    tell('down', pen)
    tell('move', { ...pen, at: [7, 0] })
    expect(moves.map((one) => one.map(({ at }) => at.x))).toEqual([[7]])
    expect(foreseen).toEqual([])
  })
})
