import { describe, expect, it } from 'vitest'
import { encodeInk, laserInk, type InkMessage } from '../../shared/board/inkBytes.ts'
import { encodeMove, poseOf } from '../../shared/board/moveBytes.ts'
import { encodePlace } from '../../shared/board/placeBytes.ts'
import { passingKinds } from '../../shared/board/wire.ts'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import type { Right } from '../../shared/board/rights.ts'
import { LayerDocument, textOf } from './layerDocument.ts'
import { updateOf, type Placed } from './layerRules.ts'
import { Shown } from './shown.ts'

const [ana, ben] = [newId<'participant'>(), newId<'participant'>()]
const [hers, his, locked] = ['aaaaaaaaaa', 'bbbbbbbbbb', 'llllllllll']
const record = { t: 'line', z: 1 }

function scene(): LayerDocument {
  const document = new LayerDocument()
  const drawn = (by: ParticipantId, objects: readonly Placed[]) => {
    const edits = [{ by, update: textOf(updateOf(objects)) }]
    document.take({ seq: document.seq + 1, edits })
  }
  drawn(ana, [{ id: hers, record }])
  drawn(ben, [
    { id: his, record },
    { id: locked, record, placement: { lock: true } },
  ])
  return document
}

const document = scene()
const standing = (right: Right, staff = false) => ({ right, staff })
const moving = (...ids: readonly string[]) =>
  encodeMove({ kind: 'moving', poses: new Map(ids.map((id) => [id, poseOf({ x: 9 })])) })

describe('what is dragged', () => {
  it.each<[string, Uint8Array, Right, boolean]>([
    ['one’s own', moving(his), 'editOwn', true],
    ['hers', moving(hers), 'editOwn', false],
    ['hers beside one’s own', moving(his, hers), 'editOwn', false],
    ['hers, by who may edit all', moving(hers), 'editAll', true],
    ['what is locked', moving(locked), 'editAll', false],
    ['what lies elsewhere', moving('eeeeeeeeee'), 'editAll', false],
    ['one’s own, by who may only add', moving(his), 'add', false],
    ['garbage', Uint8Array.of(9, 9), 'editAll', false],
    ['its end', encodeMove({ kind: 'cancelled' }), 'view', true],
  ])('%s', (...[, bytes, right, may]) => {
    const what = passingKinds.move
    expect(new Shown(ben).mayPass(document, { what, bytes }, standing(right))).toBe(may)
  })

  it('is shown of staff, whatever it is', () => {
    const passing = { what: passingKinds.move, bytes: moving(hers, locked, 'eeeeeeeeee') }
    expect(new Shown(ben).mayPass(document, passing, standing('editAll', true))).toBe(true)
    expect(new Shown(ben).mayPass(document, passing, null)).toBe(false)
  })
})

describe('ink', () => {
  const style = { colour: 1, width: 2, fill: 0 } as const
  const begin = (shape: string) => ({ kind: 'begin', id: 'iiiiiiiiii', shape, style }) as const
  const points = { kind: 'points', points: [{ x: 1, y: 1 }] } as const
  const ink = (shown: Shown, message: InkMessage, right: Right) =>
    shown.mayPass(document, { what: passingKinds.ink, bytes: encodeInk(message) }, standing(right))

  it('is the laser alone of who may only look', () => {
    const shown = new Shown(ben)
    expect([begin('pen'), points].map((one) => ink(shown, one, 'view'))).toEqual([false, false])
    expect([begin(laserInk), points].map((one) => ink(shown, one, 'view'))).toEqual([true, true])
    expect([begin('pen'), points].map((one) => ink(shown, one, 'view'))).toEqual([false, false])
  })

  it('stops where a right is taken away, and ends', () => {
    const shown = new Shown(ben)
    expect(ink(shown, begin(laserInk), 'view')).toBe(true)
    expect([begin('pen'), points].map((one) => ink(shown, one, 'add'))).toEqual([true, true])
    expect(ink(shown, points, 'view')).toBe(false)
    expect(ink(shown, { kind: 'end' }, 'view')).toBe(true)
  })
})

it('shows everybody where one is', () => {
  const passing = { what: passingKinds.place, bytes: encodePlace({ pointer: null, view: null }) }
  expect(new Shown(ben).mayPass(document, passing, standing('view'))).toBe(true)
})
