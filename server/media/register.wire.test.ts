import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type Browser, type Site } from '../http/testing/site.ts'
import { newId } from '../../shared/ids.ts'
import { runCli } from '../cli/run.ts'
import { openRegister } from './register.ts'

let site: Site
let operator: Browser
beforeAll(async () => {
  site = await openSite()
  operator = await site.owner()
})
afterAll(() => site[Symbol.asyncDispose]())

const facts = {
  version: '0.1.0',
  workers: [
    {
      cpu: 0.42,
      rooms: 1,
      transports: 4,
      producers: 2,
      consumers: 6,
      packetsOutPerSecond: 310,
      bitsInPerSecond: 1e6,
      bitsOutPerSecond: 3e6,
    },
  ],
  people: 2,
  rooms: 1,
  stopping: false,
}
const [worker] = facts.workers
const idle = { ...facts, workers: [{ ...worker!, producers: 0 }], people: 0 }

const long = () => site.db.query('UPDATE media_nodes SET heard_at = heard_at - 60000')

async function cli(line: string): Promise<string> {
  const said: string[] = []
  const config = { database: site.databaseUrl, blobs: '', publicUrl: 'http://127.0.0.1:7700' }
  const say = (text: string) => said.push(text)
  await runCli(line.split(' '), () => config, { say, complain: say })
  return said.join('\n')
}

it('knows who is heard, by any server, and what they carry', async () => {
  const [one, other] = [openRegister(site.db), openRegister(site.db)]
  expect(await one.isHeard('media-1')).toBe(false)
  await one.note([{ node: 'media-1', facts }], 'a server')
  expect(await other.isHeard('media-1')).toBe(true)
  const { media } = await operator.call('nodes.list', {})
  expect(media).toMatchObject([{ node: 'media-1', heard: true, draining: false, facts }])
  await long()
  expect(await other.isHeard('media-1')).toBe(false)
})

it('drains by the door and by the terminal, and all servers hear of it', async () => {
  const register = openRegister(site.db)
  await register.note([{ node: 'media-1', facts }], 'a server')
  const params = { node: 'media-1' }
  await operator.call('nodes.drain', { params, body: { draining: true } })
  const [drain] = await register.note([], 'a server')
  expect(drain?.node).toBe('media-1')
  expect(drain?.within).toBeGreaterThan(200_000)
  await long()
  await register.note([{ node: 'media-1', facts: { ...facts, people: 1 } }], 'a server')
  expect(await cli('nodes')).toMatch(
    /media-1 +drains: 1 of 2 moved, by \S+ \S+ +42 % +6 +310 +3\.0 +1 +1 +0\.1\.0/,
  )
  expect(await cli('nodes drain media-1 --within 1')).toContain('from 5 to 86400')
  expect(await cli('nodes drain media-1 --within -5')).toContain('from 5 to 86400')
  expect(await cli('nodes drain media-1 --within 5')).toContain('nobody can be moved')
  await register.note([{ node: 'media-0', facts }], 'a server')
  expect(await cli('nodes drain media-1 --within 5')).toContain('are moved within 5 s')
  expect(await cli('nodes drain media-0')).toContain('nobody can be moved')
  expect(await cli('nodes undrain media-0')).toContain('takes people again')
  const [hurried] = await register.note([], 'a server')
  expect(hurried?.within).toBeLessThanOrEqual(5_000)
  expect(await cli('nodes undrain media-1')).toContain('takes people again')
  expect(await register.note([], 'a server')).toEqual([])
  expect(await cli('nodes drain media-9')).toContain('There is no such media node.')
})

it('says that a node may be stopped when it drains and nobody is there or on their way', async () => {
  const register = openRegister(site.db)
  const isEmpty = async () => {
    await register.note([{ node: 'media-2', facts: current }], 'a server')
    const { media } = await operator.call('nodes.list', {})
    return media.find(({ node }) => node === 'media-2')?.empty
  }
  const ago = (ms: number) =>
    site.db.query(
      'UPDATE media_nodes SET heard_at = heard_at - 1000, drain_since = drain_since - $1',
      [ms],
    )
  let current = idle
  expect(await isEmpty()).toBe(false)
  await register.drain('media-2', 300)
  // Somebody may be on their way who was placed there before all servers heard of it.
  expect(await isEmpty()).toBe(false)
  await ago(60_000)
  expect(await isEmpty()).toBe(true)
  expect(await cli('nodes')).toMatch(/media-2 +drained: empty, may be stopped/)
  await register.drain('media-2', 10)
  expect(await isEmpty()).toBe(true)
  current = { ...idle, people: 1 }
  await ago(0)
  expect(await isEmpty()).toBe(false)
  current = { ...idle, workers: facts.workers }
  await ago(0)
  expect(await isEmpty()).toBe(false)
  current = idle
  await ago(0)
  expect(await isEmpty()).toBe(true)
  await register.drain('media-2', null)
  expect(await isEmpty()).toBe(false)
})

it('tells of one node which classes it has and what became of it', async () => {
  const { class: started } = await operator.call('classes.startNow', { body: { title: 'Waves' } })
  const [twice, once] = [newId(), newId()]
  for (const participant of [twice, twice, once])
    await site.db.query(
      `INSERT INTO media_seats (room, session, participant, node, incarnation, at, decision)
        VALUES ($1, $2, $3, 'media-3', $4, 0, '{}')`,
      [started.room, newId(), participant, newId()],
    )
  await openRegister(site.db).note(
    ['media-3', 'media-4'].map((node) => ({ node, facts })),
    'a server',
  )
  for (const node of ['media-3', 'media-4'])
    await operator.call('nodes.drain', { params: { node }, body: { draining: true } })
  const { classes, events } = await operator.call('nodes.get', { params: { node: 'media-3' } })
  expect(classes).toEqual([{ room: started.room, title: 'Waves', people: 2 }])
  expect(events).toMatchObject([{ node: 'media-3', event: { kind: 'drained' } }])
})

const eventsOf = async (node: string) =>
  (await operator.call('nodes.get', { params: { node } })).events.map(({ event }) => event.kind)

it('tells once that a node which was lost is back', async () => {
  const [one, other] = [openRegister(site.db), openRegister(site.db)]
  const heard = async () => {
    await long()
    for (const register of [one, other])
      await register.note([{ node: 'media-5', facts }], 'a server')
  }
  const lose = (why: string) =>
    site.db.query(
      `INSERT INTO media_node_events (at, node, server, event)
        VALUES ((extract(epoch FROM clock_timestamp()) * 1000)::bigint, 'media-5', 'a server',
          jsonb_build_object('kind', 'lost', 'why', $1::text, 'people', 1))`,
      [why],
    )
  await heard()
  expect(await eventsOf('media-5')).toEqual([])
  // Others may still be writing down their part of it.
  await lose('unheard')
  await heard()
  expect(await eventsOf('media-5')).toEqual(['lost'])
  await site.db.query(`UPDATE media_node_events SET at = at - 60000 WHERE node = 'media-5'`)
  await heard()
  await heard()
  expect(await eventsOf('media-5')).toEqual(['returned', 'lost'])
  // A worker is replaced at once, on a node that was there all the time.
  await lose('workerDied')
  await heard()
  expect(await eventsOf('media-5')).toEqual(['lost', 'returned', 'lost'])
})

it('tells once that a drain is over', async () => {
  const register = openRegister(site.db)
  const params = { node: 'media-6' }
  const heard = async (now: typeof facts) => {
    await site.db.query(
      'UPDATE media_nodes SET heard_at = heard_at - 60000, drain_since = drain_since - 60000',
    )
    await register.note([{ ...params, facts: now }], 'a server')
  }
  await heard(facts)
  await operator.call('nodes.drain', { params, body: { draining: true } })
  await heard(facts)
  expect(await eventsOf('media-6')).toEqual(['drained'])
  await heard(idle)
  await heard(idle)
  expect(await eventsOf('media-6')).toEqual(['emptied', 'drained'])
  expect(await cli('nodes log')).toContain('media-6 is empty and may be stopped')
})

it('forgets only who is gone', async () => {
  const params = { node: 'media-1' }
  await openRegister(site.db).note([{ node: 'media-1', facts }], 'a server')
  await expect(operator.call('nodes.remove', { params })).rejects.toThrow('still-heard')
  await long()
  expect(await cli('nodes')).toMatch(/media-1 +gone since/)
  await operator.call('nodes.remove', { params })
  const { media, events } = await operator.call('nodes.list', {})
  expect(media.map(({ node }) => node)).not.toContain('media-1')
  expect(events[0]).toMatchObject({ node: 'media-1', event: { kind: 'forgotten' } })
})
