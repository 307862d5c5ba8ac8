import { describe, expect, it } from 'vitest'
import { isId, newId } from '../ids.ts'
import { layerIdOf, nameOf, parseName, type LayerName } from './layer.ts'

function aName(): LayerName {
  return { board: newId(), page: newId(), of: 'shared', epoch: 3 }
}

describe('the name of a layer', () => {
  it('is read as it was written', () => {
    const names = [aName(), { ...aName(), of: newId<'participant'>(), epoch: 0 }]
    for (const name of names) expect(parseName(nameOf(name))).toEqual(name)
  })

  it('is nothing else', () => {
    const good = nameOf(aName())
    const bad = ['', 'a:b:c:d', `${good}:1`, `${good}x`, good.replace('shared', 'all')]
    const epochs = ['-1', '1e3', '01', '', '1234567'].map((epoch) => good.replace(/3$/, epoch))
    for (const text of [...bad, ...epochs]) expect(parseName(text), text).toBeNull()
  })
})

describe('the log of a layer', () => {
  it('is one for each name, with the time of its page', () => {
    const name = aName()
    const others = [{ ...name, epoch: 4 }, { ...name, of: newId<'participant'>() }, aName()]
    const ids = [name, ...others].map(layerIdOf)
    expect(new Set(ids).size).toBe(ids.length)
    expect(layerIdOf({ ...name })).toBe(ids[0])
    expect(ids.every((id) => isId<'layer'>(id))).toBe(true)
    expect(ids[0]?.slice(0, 13)).toBe(name.page.slice(0, 13))
  })
})
