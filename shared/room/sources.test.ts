// Who is moved to another media node publishes there beside what they published before, until it is settled.
import { expect, test } from 'vitest'
import { withoutTwins } from './sources.ts'
import { testId } from './testing/cast.ts'
import { Life } from './testing/life.ts'

const id = (n: number) => testId<'participant'>(n)
const [teacher, ada] = [id(1), id(2)] as const
const [before, after] = [testId<'source'>(101), testId<'source'>(102)]
const [old, other] = [testId<'incarnation'>(201), testId<'incarnation'>(202)]

function begin() {
  const life = new Life()
  life.join(1, { role: 'instructor' })
  life.join(2)
  life.do(teacher, 'class.start', {})
  const session = life.state.people.get(ada)?.holder
  const open = (source: typeof before, incarnation: typeof old) => {
    const input = { source, participant: ada, session, kind: 'microphone', paused: false }
    return life.do('system', 'sources.open', { ...input, node: 'a', incarnation })
  }
  open(before, old)
  return { life, open }
}
const ids = ({ state }: Life) => [...state.sources.keys()].toSorted()

test('both are there; on the same node the new one replaces the old', () => {
  const { life, open } = begin()
  expect(open(after, other)).toEqual(['sources.opened'])
  expect(ids(life)).toEqual([before, after])
  expect(withoutTwins(life.state.sources.values()).map(({ source }) => source)).toEqual([before])
  const third = testId<'source'>(103)
  expect(open(third, other)).toEqual(['sources.closed', 'sources.opened'])
  expect(ids(life)).toEqual([before, third])
  life.do('system', 'sources.lose', { sources: [before], reason: 'moved' })
  expect(ids(life)).toEqual([third])
})

test('who was muted by staff stays it, and what is said of one holds for both', () => {
  const { life, open } = begin()
  life.do(teacher, 'sources.mute', { participant: ada })
  open(after, other)
  const paused = () => [...life.state.sources.values()].map((source) => source.paused)
  expect(paused()).toEqual(['staff', 'staff'])
  life.do(ada, 'sources.resume', { source: after })
  expect(paused()).toEqual([null, null])
  life.do(ada, 'sources.pause', { source: after })
  expect(paused()).toEqual(['self', 'self'])
  life.do(teacher, 'sources.stop', { source: before })
  expect(ids(life)).toEqual([])
})
