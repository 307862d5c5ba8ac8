import { describe, expect, it } from 'vitest'
import { shapes } from '../../../../shared/board/shapes/index.ts'
import { chordOf } from './chords.ts'
import { boardCommands } from './contract.ts'
import { meaningOf, toolKeys } from './keyboard.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const shapeFor = (key: string) => shapes.find((shape) => shape.key === key)?.type ?? null
const idle = { selected: false, shapeFor }
const chosen = { selected: true, shapeFor }

/** What they do in class is worth more. */
const keysOfTheClass = ['m', 'v', 'h', 'c', 'p', 'b', 's', '?']

describe('keys of the board', () => {
  it('leave those of the class alone', () => {
    for (const key of keysOfTheClass) expect(meaningOf({ ...none, key }, chosen), key).toBeNull()
  })

  it('are each one tool’s', () => {
    const keys = [...Object.keys(toolKeys), ...shapes.flatMap(({ key }) => key ?? [])]
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(meaningOf({ ...none, key }, idle)?.kind).toBe('tool')
  })

  it('move, scale and turn what is selected, else the view', () => {
    const right = { ...none, key: 'ArrowRight' }
    expect(meaningOf(right, chosen)).toEqual({ kind: 'move', by: { x: 1, y: 0 } })
    expect(meaningOf({ ...right, shiftKey: true }, chosen)).toEqual({
      kind: 'move',
      by: { x: 10, y: 0 },
    })
    expect(meaningOf(right, idle)?.kind).toBe('pan')
    expect(meaningOf({ ...none, key: '+' }, chosen)?.kind).toBe('scale')
    expect(meaningOf({ ...none, key: '+' }, idle)).toEqual({ kind: 'do', command: 'zoomIn' })
    expect(meaningOf({ ...none, key: '>' }, chosen)?.kind).toBe('turn')
  })

  it('undo with Ctrl or Command, and leave other such keys to the browser', () => {
    const undo = { kind: 'do', command: 'undo' }
    expect(meaningOf({ ...none, key: 'z', ctrlKey: true }, idle)).toEqual(undo)
    expect(meaningOf({ ...none, key: 'Z', metaKey: true, shiftKey: true }, idle)).toEqual({
      ...undo,
      command: 'redo',
    })
    expect(meaningOf({ ...none, key: 't', ctrlKey: true }, idle)).toBeNull()
    expect(
      meaningOf({ ...none, key: 'c', ctrlKey: true }, chosen),
      'a copy event follows',
    ).toBeNull()
  })

  it('are told as they are pressed', () => {
    const told = boardCommands.filter((command) => chordOf(command) !== null)
    expect(told).toEqual(expect.arrayContaining(['undo', 'delete', 'toFront', 'zoomToFit']))
    for (const command of told) {
      const chord = chordOf(command)
      const pressed = { key: chord?.key ?? '', shiftKey: chord?.shift, ctrlKey: chord?.command }
      const meant = meaningOf({ ...none, ...pressed } as typeof none & { key: string }, chosen)
      const byBrowser = ['copy', 'cut', 'paste'].includes(command)
      expect(meant, command).toEqual(byBrowser ? null : { kind: 'do', command })
    }
  })

  it('let Tab leave the board when nothing is selected', () => {
    expect(meaningOf({ ...none, key: 'Tab' }, idle)).toBeNull()
    expect(meaningOf({ ...none, key: 'Tab' }, chosen)).toEqual({ kind: 'do', command: 'focusNext' })
  })
})
