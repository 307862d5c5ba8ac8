import { describe, expect, it } from 'vitest'
import type { LiveBroadcast } from '../../shared/contract/recorder.ts'
import { newId } from '../../shared/ids.ts'
import { broadcast as feature, type BroadcastSlice } from '../../shared/room/broadcast.ts'
import { isLost, stepsFor } from './steps.ts'

const room = newId<'room'>()
const id = newId<'broadcast'>()
const other = newId<'broadcast'>()
const actual: LiveBroadcast = {
  broadcast: id,
  key: newId(),
  room,
  state: 'on',
  health: null,
}
const on: BroadcastSlice = {
  current: { broadcast: id, node: 'r', beganAt: 1, interruptedAt: null },
  past: [],
}
const interrupted = { ...on, current: { ...on.current!, interruptedAt: 2 } }
const after = (reason: BroadcastSlice['past'][number]['reason']): BroadcastSlice => ({
  current: null,
  past: [{ broadcast: id, reason }],
})
const names = (...args: Parameters<typeof stepsFor>) => stepsFor(...args).map((step) => step.do)

describe('what is to be done for a broadcast', () => {
  it('that a class does not know: it begins, and whoever is in the class may watch', () => {
    expect(names({ ...actual, room: null }, feature.initial)).toEqual(['begin', 'assign'])
  })

  it('that is as the class says: nothing', () => {
    expect(names(actual, on)).toEqual([])
    expect(names({ ...actual, state: 'interrupted' }, interrupted)).toEqual([])
  })

  it('whose recorder forgot for whom it is', () => {
    expect(names({ ...actual, room: null }, on)).toEqual(['assign'])
  })

  it('whose encoder went, came back, and stayed away', () => {
    expect(names({ ...actual, state: 'interrupted' }, on)).toEqual(['interrupt'])
    expect(names(actual, interrupted)).toEqual(['resume'])
    expect(names({ ...actual, state: 'over' }, interrupted)).toEqual(['silence'])
    expect(names({ ...actual, state: 'over' }, after('silent'))).toEqual([])
  })

  it('that was ended: its encoder is sent away, with the reason', () => {
    for (const reason of ['staff', 'class', 'replaced'] as const)
      expect(stepsFor(actual, after(reason))).toEqual([{ do: 'end', reason }])
  })

  it('that was thought lost: it goes on, but never in the place of another', () => {
    expect(names(actual, after('lost'))).toEqual(['begin', 'assign'])
    const taken = { ...after('lost'), current: { ...on.current!, broadcast: other } }
    expect(names({ ...actual, state: 'interrupted' }, taken)).toEqual([])
  })
})

describe('a broadcast is lost', () => {
  it('when its recorder is not heard, or has it no more', () => {
    expect(isLost(on, { room, heard: null })).toBe(true)
    expect(isLost(on, { room, heard: [] })).toBe(true)
    expect(isLost(on, { room, heard: [actual] })).toBe(false)
    expect(isLost(feature.initial, { room, heard: null })).toBe(false)
  })

  it('also when another class has it', () => {
    expect(isLost(on, { room, heard: [{ ...actual, room: newId() }] })).toBe(true)
  })
})
