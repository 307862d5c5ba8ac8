// Whoever loses the connection is awaited for a while, and then has left.
import { beforeEach, expect, test } from 'vitest'
import { presence } from './people.ts'
import { roomChores } from './rules.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const minute = 60_000

let life: Life
beforeEach(() => {
  life = new Life()
  life.join(1, { role: 'instructor' })
  life.join(2)
  life.join(3, { incarnation: testId<'incarnation'>(22) })
})

const due = () => roomChores(life.state).filter(({ name }) => name === 'people.expire')
const howIs = (n: number) => {
  const person = life.state.people.get(testId<'participant'>(n))
  return person === undefined ? null : presence(person)
}

test('who does not come back has left, and nothing is due any more', () => {
  life.drop(2)
  expect(due().map(({ at }) => at - life.now)).toEqual([11 * minute])
  expect(life.do('system', 'people.expire', {})).toEqual([])
  life.now += 11 * minute
  expect(life.do('system', 'people.expire', {})).toEqual(['people.left'])
  expect([howIs(1), howIs(2), howIs(3)]).toEqual(['here', 'left', 'here'])
  expect(due()).toEqual([])
})

test('who comes back in time stays, and who comes later comes anew', () => {
  life.drop(2)
  life.now += 10 * minute
  expect(life.join(2)).toEqual(['people.returned'])
  expect(due()).toEqual([])
  life.drop(2)
  life.now += 11 * minute
  life.do('system', 'people.expire', {})
  expect(life.join(2)).toEqual(['people.joined'])
  expect(howIs(2)).toBe('here')
})

test('after a node is lost, those who do not return leave one after the other by their own time', () => {
  life.do('system', 'people.loseNode', { incarnation: testId<'incarnation'>(21) })
  life.now += minute
  life.do('system', 'people.loseNode', { incarnation: testId<'incarnation'>(22) })
  life.now += 10 * minute
  expect(life.do('system', 'people.expire', {})).toEqual(['people.left', 'people.left'])
  expect([howIs(1), howIs(2), howIs(3)]).toEqual(['left', 'left', 'dropped'])
  expect(due().map(({ at }) => at - life.now)).toEqual([minute])
})
