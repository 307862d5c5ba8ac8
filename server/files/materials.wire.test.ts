// Materials on a lesson, through its page's door: in order, named, taken away and put back; and what nobody
// can have any more goes from the disk.
import { expect, it } from 'vitest'
import { openScene } from '../http/testing/scene.ts'

const hour = 3600_000

it('keeps materials in order, gives them to the course, and forgets what was taken away', async () => {
  await using scene = await openScene()
  const { site, browsers, lesson } = scene
  const { teacher, student, outsider } = browsers
  const params = { lesson: lesson.id }
  const add = async (name: string) => {
    const order = { params, query: { name }, body: name as never }
    return (await teacher.call('materials.add', order)).material
  }
  const names = async () => {
    const { materials } = await student.call('materials.list', { params })
    return materials.map(({ name, position }) => [position, name])
  }
  await add('one.txt')
  const two = await add('two.txt')
  const three = await add('three.txt')
  const onTwo = { params: { ...params, material: two.id } }
  const onThree = { params: { ...params, material: three.id } }
  await teacher.call('materials.change', { ...onThree, body: { position: 0, name: 'First.exe' } })
  expect(await names()).toEqual([
    [0, 'First.txt'],
    [1, 'one.txt'],
    [2, 'two.txt'],
  ])
  const got = await student.try('materials.get', onTwo)
  expect([got.status, got.headers.get('content-disposition')]).toEqual([
    200,
    'attachment; filename=two.txt',
  ])
  expect((await outsider.try('materials.get', onTwo)).status).toBe(403)
  await teacher.call('materials.delete', onThree)
  expect(await names()).toEqual([
    [1, 'one.txt'],
    [2, 'two.txt'],
  ])
  expect((await student.try('materials.get', onThree)).status).toBe(404)
  await teacher.call('materials.restore', { ...onThree, body: {} })
  expect((await names())[0]).toEqual([0, 'First.txt'])

  // A hidden lesson hides them.
  await teacher.call('lessons.update', { params, body: { visibility: 'hidden' } })
  expect((await student.try('materials.get', onTwo)).status).toBe(404)

  await teacher.call('materials.delete', onTwo)
  await site.door.materials.sweep()
  expect(await site.door.blobs.open(two.id)).not.toBeNull()
  site.clock.advance(25 * hour)
  await site.door.materials.sweep()
  expect(await site.door.blobs.open(two.id)).toBeNull()
  expect(await site.door.blobs.open(three.id)).not.toBeNull()
})

it('removes files that became part of no message, and no others', async () => {
  await using scene = await openScene()
  const { site, room } = scene
  const { files, blobs } = site.door
  const participant = room as never
  const keep = async (id: string, onBoard: string | null = null) => {
    await files.add({ id: id as never, room, participant, onBoard })
    await blobs.keep(await blobs.receive(bytes(), 100), id)
  }
  const [used, unused, drawn] = [
    '01890000-0000-7000-8000-0000000000aa',
    '01890000-0000-7000-8000-0000000000bb',
    '01890000-0000-7000-8000-0000000000cc',
  ]
  await keep(drawn, 'image/png')
  await keep(used)
  await keep(unused)
  await site.db.query(
    `INSERT INTO facts (log, seq, id, actor, key, ordinal, type, version, at, visible_to, body)
      VALUES ($1, 9001, $2, null, 'k', 0, 'chat.said', 3, 0, '"all"', $3)`,
    [room, unused, JSON.stringify({ files: [{ id: used }] })],
  )
  await files.sweep()
  expect(await blobs.open(unused)).not.toBeNull()
  site.clock.advance(2 * hour)
  await files.sweep()
  expect(await blobs.open(unused)).toBeNull()
  expect(await blobs.open(used)).not.toBeNull()
  expect(await blobs.open(drawn)).not.toBeNull()
})

async function* bytes() {
  yield Buffer.from('Hello')
}

it('throws away what comes as more than it may be', async () => {
  await using scene = await openScene()
  const { browsers, lesson } = scene
  const big = 'a'.repeat(2 * 1024 * 1024)
  const order = { params: { lesson: lesson.id }, query: { name: 'big.txt' }, body: big as never }
  const answer = await browsers.teacher.try('materials.add', order)
  expect([answer.status, answer.problem?.reason]).toEqual([413, 'file-size'])
})
