// What lies on boards, read without a connection to them, over two nodes: now by whoever may see the layer, the
// past by staff alone, and a page taken back to a moment of it.
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import type { OutputOf, RouteName } from '../../shared/contract/http/routes.ts'
import { nameOf, type LayerName } from '../../shared/board/layer.ts'
import { maps } from '../../shared/board/record.ts'
import { BoardDesk } from './boardDesk.ts'
import { blank } from './boardScene.ts'
import type { Pupil } from './pupil.ts'
import { openSchool } from './school.ts'

const id = (name: string) => name.padEnd(10, '0')

async function get<Name extends RouteName>(
  { browser, line }: Pupil,
  path: string,
): Promise<OutputOf<Name> | number> {
  const answer = await browser.fetch(`/api/rooms/${line.room}/boards/${path}`)
  return answer.ok ? ((await answer.json()) as OutputOf<Name>) : answer.status
}

/** Ids on the layer, or why there are none. */
async function look(pupil: Pupil, name: LayerName, seq?: number): Promise<string[] | number> {
  const path = `layers/${nameOf(name)}${seq === undefined ? '' : `?seq=${seq}`}`
  const answer = await get<'boards.layer'>(pupil, path)
  if (typeof answer === 'number') return answer
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(answer.update, 'base64'))
  return [...doc.getMap(maps.objects).keys()].sort()
}

async function momentsOf(pupil: Pupil, past: string) {
  const found = await get<'boards.past'>(pupil, past)
  if (typeof found === 'number') throw new Error(`${found}`)
  return found.moments
}

const epochsOf = async (pupil: Pupil, past: string) =>
  (await momentsOf(pupil, past)).map(({ epoch }) => epoch)

it('shows a layer to whoever may read it, and its past to staff', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { node: 1 })
  const ben = await school.join('student', { node: 1 })
  await teacher.do('boards.open', { title: 'Board', right: 'editOwn', ...blank })
  for (const one of [teacher, ada, ben])
    await one.until('a board', ({ room }) => room.boards.boards.size === 1)
  const board = teacher.room.boards.boards.first()
  const page = board?.pages.first()
  if (board === undefined || page === undefined) throw new Error('there is no board')
  const on = { board: board.id, page: page.id }
  const shared = { ...on, of: 'shared', epoch: 0 } as const

  expect(await look(ada, shared)).toEqual([])
  using desk = new BoardDesk(school, teacher, { on })
  await desk.ready()
  desk.draw(id('a'), 1)
  await desk.saved()
  desk.draw(id('b'), 2)
  await desk.saved()
  desk.erase(id('a'))
  await desk.saved()
  // From the other node.
  expect(await look(ada, shared)).toEqual([id('b')])
  expect(await look(ada, shared, 1)).toBe(404)
  expect(await look(teacher, shared, 1)).toEqual([id('a')])
  expect(await look(teacher, shared, 2)).toEqual([id('a'), id('b')])
  expect(await look(teacher, { ...shared, epoch: 1 })).toBe(404)

  const past = `${board.id}/pages/${page.id}/past`
  await teacher.do('boards.clear', on)
  await desk.sees([])
  await desk.ready()
  // The cleared page is a state of its own, beside the last stroke before.
  expect(await epochsOf(teacher, past)).toEqual([0, 0, 0, 1])
  expect(await look(teacher, { ...shared, epoch: 1 }, 0)).toEqual([])
  desk.draw(id('c'), 1)
  await desk.saved()
  expect(await epochsOf(teacher, past)).toEqual([0, 0, 0, 1])
  expect(await get(ada, past)).toBe(404)
  const [first, second] = await momentsOf(teacher, past)
  expect(await look(teacher, shared, second?.seq)).toEqual([id('a'), id('b')])
  expect(await look(ada, shared)).toBe(404)

  await teacher.do('boards.goBack', { ...on, from: { epoch: 0, seq: first?.seq ?? 0 } })
  await desk.sees([id('a')])
  await ada.until('the page as it was', ({ room }) =>
    room.boards.boards.some(({ pages }) => pages.first()?.epoch === 2),
  )
  expect(await look(ada, { ...shared, epoch: 2 })).toEqual([id('a')])

  await teacher.do('boards.hide', on)
  await ada.until('hidden work', ({ room }) =>
    room.boards.boards.some(({ pages }) => pages.first()?.hidden !== null),
  )
  using own = new BoardDesk(school, ada, { on, node: 1 })
  await ada.do('boards.beginLayer', on)
  await own.ready()
  own.draw(id('d'), 1)
  await own.saved()
  const hers = { ...on, of: ada.participant, epoch: 2 }
  expect(await look(ada, hers)).toEqual([id('d')])
  expect(await look(teacher, hers)).toEqual([id('d')])
  expect(await look(ben, hers)).toBe(404)
})

it('shows nothing more to whom the class sent away, whatever they are elsewhere', async () => {
  await using school = await openSchool()
  const { owner } = school
  const browser = await school.account('mona')
  const { course } = await owner.call('courses.create', { body: { title: 'Maths' } })
  const params = { course: course.id }
  await owner.call('members.add', { params, body: { login: 'mona', role: 'instructor' } })
  const { lesson } = await owner.call('lessons.create', { params, body: { title: 'One' } })
  const start = { params: { lesson: lesson.id }, body: {} }
  const { room } = (await owner.call('classes.startLesson', start)).class
  const olga = await school.join('instructor', { room })
  const mona = await school.join('instructor', { room, like: { browser, name: 'Mona' } })
  await mona.do('boards.open', { title: 'Board', right: 'view', ...blank })
  await mona.until('a board', ({ room: { boards } }) => boards.boards.size === 1)
  const board = mona.room.boards.boards.first()
  const page = board?.pages.first()
  if (board === undefined || page === undefined) throw new Error('there is no board')
  const shared = { board: board.id, page: page.id, of: 'shared', epoch: 0 } as const
  const past = `${board.id}/pages/${page.id}/past`
  const looks = async (one: Pupil) => [await look(one, shared), await get(one, past)]
  expect(await looks(olga)).toEqual([[], { moments: [] }])

  const { participant } = olga
  await mona.do('people.appoint', { participant, role: 'student' })
  await mona.do('moderation.remove', { participant, reason: '' })
  expect(await looks(olga)).toEqual([404, 404])
  expect(await looks(mona)).toEqual([[], { moments: [] }])
})
