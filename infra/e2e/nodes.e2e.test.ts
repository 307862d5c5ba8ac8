// What whoever operates the installation sees of its nodes and does with them in the browser.
import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { openPerson, patience } from './browser.ts'
import { sights } from './media.ts'
import { joinBy, signIn } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const poll = { timeout: patience, interval: 100 }

const drainOf = async () => (await office.owner.call('nodes.list', {})).media[0]?.drain ?? null

test('a drain says before what it would do, takes the time that was chosen, and is cancelled', async () => {
  await using end = new AsyncDisposableStack()
  const { page } = end.use(await openPerson(null))
  const student = end.use(await openPerson(sights.first))
  await joinBy(student.page, await office.linkFor(await office.newClass(), 'student'), 'Sam')
  await signIn(page.context(), office.url, office.owner)
  await page.goto(`${office.url}/admin?tab=nodes`)
  // People of other tests may not have been given up yet.
  await page
    .getByText(/No other media node takes people: \d+ (person|people) would stay,/)
    .waitFor()
  const row = page.getByRole('table', { name: 'Media nodes' }).getByRole('row').last()
  const before = await row.boundingBox()
  await page.getByLabel('Time for draining').selectOption('within 15 minutes')
  const asked = Date.now()
  await page.getByRole('button', { name: 'Drain', exact: true }).click()
  await expect.poll(async () => ((await drainOf())?.by ?? 0) - asked, poll).toBeGreaterThan(890_000)
  const cancel = page.getByRole('button', { name: 'Cancel the drain' })
  await cancel.waitFor()
  // Nothing moves away under the hand of whoever wants to cancel it.
  expect((await row.boundingBox())?.height).toBe(before?.height)
  await cancel.click()
  await expect.poll(drainOf, poll).toBeNull()
  await page.getByRole('button', { name: 'Drain', exact: true }).waitFor()
})

test('figures stand in a table, each node has a page of its own, and what was heard lasts a reload', async () => {
  await using end = new AsyncDisposableStack()
  const { page } = end.use(await openPerson(null))
  const student = end.use(await openPerson(sights.first))
  await joinBy(
    student.page,
    await office.linkFor(await office.newClass('Optics'), 'student'),
    'Sam',
  )
  await signIn(page.context(), office.url, office.owner)
  await page.goto(`${office.url}/admin?tab=nodes`)
  const table = page.getByRole('table', { name: 'Media nodes' })
  const [node] = (await office.owner.call('nodes.list', {})).media
  const row = table.getByRole('row', { name: node?.node ?? '' })
  await row.getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: node?.node ?? '' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/admin/nodes/${node?.node ?? ''}`)
  await page.getByRole('listitem').filter({ hasText: 'Optics' }).getByText('1 person').waitFor()
  const points = () =>
    page.locator('svg polyline').evaluateAll(([line]) => line?.getAttribute('points')?.split(' '))
  await expect.poll(async () => (await points())?.length, poll).toBeGreaterThan(3)
  await page.reload()
  await page.getByRole('heading', { level: 2, name: 'Workers' }).waitFor()
  expect((await points())?.length).toBeGreaterThan(3)
})

test('of a node or a class that nobody knows it is said so', async () => {
  await using end = new AsyncDisposableStack()
  const { page } = end.use(await openPerson(null))
  await signIn(page.context(), office.url, office.owner)
  await page.goto(`${office.url}/admin/nodes/nobody`)
  await page.getByText('There is no node of this name').waitFor()
  await page.goto(`${office.url}/admin/classes/nonsense`)
  await page.getByText('There is no such class').waitFor()
  await page.goto(`${office.url}/admin/classes/${newId()}`)
  await page.getByText('There is no such class').waitFor()
})
