import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../infra/test/postgres.ts'
import { openSite, testPassword, type Browser, type Site } from '../http/testing/site.ts'
import { runCli } from './run.ts'

let site: Site
let folder: string
let teacher: Browser
beforeAll(async () => {
  site = await openSite()
  folder = await mkdtemp(join(tmpdir(), 'lyceum-cli-'))
  teacher = await site.person('tara', { teaches: true })
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const blobs = (name: string) => join(folder, name)

async function cli(line: string, change: { database?: string; blobs?: string } = {}) {
  const said: string[] = []
  const complained: string[] = []
  const config = {
    database: site.databaseUrl,
    blobs: blobs('blobs'),
    publicUrl: 'http://127.0.0.1:7700',
    ...change,
  }
  const code = await runCli(line.split(' '), () => config, {
    say: (text) => said.push(text),
    complain: (text) => complained.push(text),
  })
  return { code, said: said.join('\n'), complained: complained.join('\n') }
}

it('explains itself, and tells what it did not understand', async () => {
  expect(await cli('help')).toMatchObject({ code: 0 })
  expect((await cli('help')).said).toContain('accounts recover LOGIN')
  expect(await cli('acounts list')).toMatchObject({ code: 2 })
  expect((await cli('link nonsense student')).complained).toContain('usage: npm run lyceum -- link')
  expect((await cli('rooms --nonsense')).code).toBe(2)
})

it('makes, lists and recovers accounts beside a running server', async () => {
  const made = await cli('accounts create Nora@Example.org --name Nora --teacher')
  expect(made.code).toBe(0)
  const open = async (url: string) => {
    const link = new URL(url.split('\n')[0]!).searchParams.get('link')!
    const browser = site.browser()
    await browser.call('auth.openLink', { body: { link } })
    return browser
  }
  const nora = await open(made.said)
  expect((await nora.call('auth.me', {})).account).toMatchObject({ name: 'Nora', teaches: true })
  expect(await cli('accounts create nora@example.org')).toMatchObject({ code: 1 })
  expect((await cli('accounts list nora')).said).toMatch(/^LOGIN.*\nnora@example\.org {2}member/)
  const recovered = await cli('accounts recover nora@example.org')
  expect((await nora.call('auth.me', {})).account).toBeNull()
  expect((await (await open(recovered.said)).call('auth.me', {})).account?.name).toBe('Nora')
  expect(await cli('accounts recover nobody')).toMatchObject({ code: 1 })
})

it('lists rooms and makes a link that opens one', async () => {
  const { class: started } = await teacher.call('classes.startNow', { body: { title: 'Maths' } })
  const listed = await cli('rooms')
  expect(listed.said).toMatch(new RegExp(`${started.room} {2}live .* tara {2}Maths`))
  const { code, said } = await cli(`link ${started.room} observer --hours 1`)
  expect(code).toBe(0)
  const invite = new URL(said).searchParams.get('invite')!
  const params = { room: started.room }
  const door = await site.browser().call('join.door', { params, query: { invite } })
  expect(door.role).toBe('observer')
})

it('rotates the key that tokens are signed with', async () => {
  const before = await site.door.keys.current()
  const { said } = await cli('keys rotate')
  const kid = /new key (\S+)/.exec(said)?.[1]
  site.clock.advance(61_000)
  const after = await site.door.keys.current()
  expect(after.kid).toBe(kid)
  expect(await site.door.keys.find(before.kid)).not.toBeNull()
})

it('backs up while running, and restores into an empty or a confirmed installation', async () => {
  const binary = Buffer.from([0, 1, 2, 255, 0])
  await mkdir(join(blobs('blobs'), 'a', 'b'), { recursive: true })
  await writeFile(join(blobs('blobs'), 'a', 'b', 'photo'), binary)
  await writeFile(join(blobs('blobs'), 'empty'), '')
  const { class: kept } = await teacher.call('classes.startNow', { body: { title: 'Zürich 🦊' } })
  const room = kept.room
  await site.db.query(
    `INSERT INTO facts (log, seq, id, actor, key, ordinal, type, version, at, visible_to, body)
      SELECT $1, n, gen_random_uuid(), null, 'k' || n, 0, 't', 1, 1800000000000 + n, '"all"', '{"n":1.50}'
      FROM generate_series(1, 1200) n`,
    [room],
  )
  const facts = async () => {
    const text = `SELECT md5(string_agg(f::text, '|' ORDER BY seq)) AS sum FROM facts f`
    const { rows } = await site.db.query<{ sum: string }>(text)
    return rows[0]?.sum
  }
  const before = await facts()
  const file = join(folder, 'backup.tar.gz')
  const made = await cli(`backup ${file}`)
  expect(made).toMatchObject({ code: 0, complained: '' })
  expect(made.said).toContain('2 blobs')

  await teacher.call('classes.startNow', { body: { title: 'Too late' } })
  const refused = await cli(`restore ${file}`)
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.complained).toContain('--yes')
  expect(await cli(`restore ${file} --yes`)).toMatchObject({ code: 0, complained: '' })
  expect((await cli('rooms')).said).not.toContain('Too late')
  expect(await facts()).toEqual(before)
  // Whoever was signed in at the time of the backup still is.
  expect((await teacher.call('classes.get', { params: { room } })).class.title).toBe('Zürich 🦊')

  await using empty = await freshDatabase()
  const elsewhere = { database: empty.url, blobs: blobs('elsewhere') }
  expect(await cli(`restore ${file}`, elsewhere)).toMatchObject({ code: 0, complained: '' })
  expect((await cli('rooms', elsewhere)).said).toContain(room)
  expect(await readFile(join(blobs('elsewhere'), 'a', 'b', 'photo'))).toEqual(binary)
})

it('says what is wrong with a backup', async () => {
  const file = join(folder, 'nonsense')
  await writeFile(file, 'nonsense')
  expect((await cli(`restore ${file} --yes`)).complained).toContain('no backup')
  expect((await cli(`restore ${join(folder, 'missing')}`)).complained).toContain('There is no file')
  const whole = join(folder, 'backup.tar.gz')
  const bytes = await readFile(whole)
  await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * 0.7)))
  expect((await cli(`restore ${file} --yes`)).code).toBe(1)
  // Nothing of it was taken.
  expect((await cli('rooms')).said).toContain('Zürich')
  const signedIn = await site.browser().try('auth.signIn', {
    body: { login: 'tara', password: testPassword },
  })
  expect(signedIn.status).toBe(200)
})
