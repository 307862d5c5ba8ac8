// Templates through the door: each account sees its own, what is no board is refused, and what was taken
// away can be put back for a day.
import { expect, it } from 'vitest'
import { openScene } from '../../http/testing/scene.ts'

const hour = 3600_000
/** Sent as JSON. */
const board = (title: string) => ({ format: 'lyceum-board', version: 1, title }) as never

it('keeps boards of an account, and forgets what was taken away a day ago', async () => {
  await using scene = await openScene()
  const { site, browsers } = scene
  const { teacher, student } = browsers
  const add = async (title: string) =>
    (await teacher.call('templates.add', { query: { title }, body: board(title) })).template
  const titles = async () =>
    (await teacher.call('templates.list', {})).templates.map(({ title }) => title)
  const waves = await add('Waves')
  site.clock.advance(hour)
  const light = await add('Light')
  expect(await titles()).toEqual(['Light', 'Waves'])
  expect(waves.size).toBe(JSON.stringify(board('Waves')).length)

  const onWaves = { params: { template: waves.id } }
  const got = await teacher.try('templates.get', onWaves)
  expect([got.status, got.headers.get('content-disposition')]).toEqual([
    200,
    'attachment; filename=Waves.lyceumboard',
  ])
  expect(got.text).toBe(JSON.stringify(board('Waves')))
  expect((await student.call('templates.list', {})).templates).toEqual([])
  for (const name of ['templates.get', 'templates.delete'] as const)
    expect((await student.try(name, onWaves)).status).toBe(404)

  await teacher.call('templates.delete', onWaves)
  expect(await titles()).toEqual(['Light'])
  expect((await teacher.try('templates.get', onWaves)).status).toBe(404)
  await teacher.call('templates.restore', { ...onWaves, body: {} })
  expect(await titles()).toEqual(['Light', 'Waves'])

  await teacher.call('templates.delete', onWaves)
  site.clock.advance(25 * hour)
  await site.door.templates.sweep()
  expect(await site.door.blobs.open(waves.id)).toBeNull()
  expect(await site.door.blobs.open(light.id)).not.toBeNull()
  expect((await teacher.try('templates.restore', { ...onWaves, body: {} })).status).toBe(404)
})

it('takes nothing that is no board', async () => {
  await using scene = await openScene()
  const { teacher } = scene.browsers
  const order = { query: { title: 'Waves' }, body: { format: 'other' } as never }
  const refused = await teacher.try('templates.add', order)
  expect(refused.problem).toMatchObject({ code: 'invalid', reason: 'not-a-board' })
  expect((await teacher.call('templates.list', {})).templates).toEqual([])
})
