// The list of an installation's classes is for whoever looks after it, and for nobody else.
import { expect, test } from 'vitest'
import { openSite, type Browser } from '../http/testing/site.ts'

const span = { from: 0, to: 8.64e15 }

async function titles(browser: Browser, everybodys: 'true' | 'false'): Promise<string[]> {
  const { classes } = await browser.call('classes.list', { query: { ...span, everybodys } })
  return classes.map((one) => one.title)
}

test('operators see every class when they ask for it; others never', async () => {
  await using site = await openSite()
  const teacher = await site.person('ines', { teaches: true })
  await teacher.call('classes.startNow', { body: { title: 'Algebra' } })
  const [owner, other] = [await site.owner(), await site.person('lukas')]
  expect(await titles(owner, 'false')).toEqual([])
  expect(await titles(owner, 'true')).toEqual(['Algebra'])
  expect(await titles(other, 'true')).toEqual([])
})
