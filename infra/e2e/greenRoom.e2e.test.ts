// The green room when camera and microphone are not to be had: each reason has its own words, and one can
// go on without.
import type { Browser } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { desktop, launch, patience, shoot } from './browser.ts'
import { sights } from './media.ts'
import { inClass, openPanel } from './moves.ts'
import { sharedOffice } from './office.ts'
import { openSchool } from './school.ts'

const office = sharedOffice()

async function meets(browser: Browser, link: string, words: readonly string[]): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', ...desktop })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  await page.goto(link)
  for (const text of words) await page.getByText(text).first().waitFor()
  await shoot(page, `green-room-${words[0] ?? ''}`)
  await page.getByLabel('Your name').fill('Gus')
  await page.getByRole('button', { name: 'Join without camera or microphone' }).click()
  await inClass(page)
  await openPanel(page, 'Chat')
  await page.getByLabel('Write to everybody').waitFor()
}

test('from the green room one tries the network, without being asked for a camera', async () => {
  await using browser = await launch(sights.first, ['--deny-permission-prompts'])
  const context = await browser.newContext({ locale: 'en-GB', ...desktop })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  await page.goto(await newLink())
  const [test] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Test network and devices' }).click(),
  ])
  await test.getByText('Your network is fit for a class.').first().waitFor()
  for (const way of ['UDP', 'TCP', 'WebSocket'])
    await test.getByRole('listitem').filter({ hasText: way }).getByText(/ ms$/).waitFor()
  await test.getByText('Camera: not tried').waitFor()
  await shoot(test, 'test-network')
})

const newLink = async () => office.linkFor(await office.newClass(), 'student')

describe('without camera and microphone', () => {
  test('permission is refused', async () => {
    await using browser = await launch(sights.first, ['--deny-permission-prompts'])
    await meets(browser, await newLink(), [
      'The camera is not allowed.',
      'The microphone is not allowed.',
    ])
    expect(browser.isConnected()).toBe(true)
  })

  test('there are none', async () => {
    await using browser = await launch(null)
    await meets(browser, await newLink(), ['No camera was found.', 'No microphone was found.'])
    expect(browser.isConnected()).toBe(true)
  })

  test('the address is not secure', async () => {
    const name = 'school.test'
    // Limits are lifted on loopback only.
    const env = { PUBLIC_URL: `http://${name}:0`, BENCH_PROFILE: undefined }
    await using school = await openSchool(env)
    await using browser = await launch(sights.first, [
      `--host-resolver-rules=MAP ${name} 127.0.0.1`,
    ])
    const link = new URL(await school.linkFor(await school.newClass(), 'student'))
    link.hostname = name
    await meets(browser, link.href, ['This address is not secure.'])
    expect(browser.isConnected()).toBe(true)
  })
})
